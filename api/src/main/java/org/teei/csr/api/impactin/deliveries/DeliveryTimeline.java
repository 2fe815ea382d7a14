package org.teei.csr.api.impactin.deliveries;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;

/** How many deliveries were asked for on each day, and where they stand; the newest day first. */
@Schema(name = "DeliveryTimeline")
record DeliveryTimeline(List<Entry> entries) {

  /**
   * The deliveries to a platform that were asked for on a day.
   *
   * @param day in UTC
   * @param byStatus how many stand where now, without zeros
   */
  @Schema(name = "DeliveryTimelineEntry")
  record Entry(
      @Schema(example = "2026-11-01") LocalDate day,
      @Schema(example = "benevity") String platform,
      @Schema(example = "17") long deliveries,
      @Schema(example = "{\"confirmed\": 16, \"parked\": 1}") SortedMap<String, Long> byStatus) {

    static Entry of(LocalDate day, String platform, SortedMap<String, Long> byStatus) {
      var deliveries = byStatus.values().stream().mapToLong(Long::longValue).sum();
      return new Entry(day, platform, deliveries, byStatus);
    }
  }
}
