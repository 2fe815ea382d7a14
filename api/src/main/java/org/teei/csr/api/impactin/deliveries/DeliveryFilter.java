package org.teei.csr.api.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;

/** Which deliveries are meant; what is left out is left open. */
@Schema(name = "DeliveryFilter")
record DeliveryFilter(
    @Parameter(example = "benevity") @Schema(example = "benevity") @Nullable String platform,
    @Parameter(example = "failed") @Schema(example = "failed") @Nullable DeliveryStatus status,
    @Nullable UUID scheduleId,
    @Parameter(description = "Periods that begin on this day or later.", example = "2026-01-01")
        @Schema(example = "2026-01-01")
        @Nullable LocalDate from,
    @Parameter(description = "Periods that end before this day or on it.", example = "2027-01-01")
        @Schema(example = "2027-01-01")
        @Nullable LocalDate until) {

  /** Refuses what names no platform, and days that nobody keeps. */
  DeliveryFilter checked() {
    RequestedWords.platform(platform);
    RequestedWords.day("from", from);
    RequestedWords.day("until", until);
    return this;
  }

  Condition condition() {
    return DSL.and(
        platform == null ? DSL.noCondition() : IMPACT_DELIVERIES.PLATFORM.eq(platform),
        status == null ? DSL.noCondition() : IMPACT_DELIVERIES.STATUS.eq(status.spelling()),
        scheduleId == null ? DSL.noCondition() : IMPACT_DELIVERIES.SCHEDULE_ID.eq(scheduleId),
        from == null ? DSL.noCondition() : IMPACT_DELIVERIES.PERIOD_FROM.ge(from),
        until == null ? DSL.noCondition() : IMPACT_DELIVERIES.PERIOD_UNTIL.le(until));
  }

  Map<String, Object> given() {
    Map<String, Object> given = new HashMap<>();
    put(given, "platform", platform);
    put(given, "status", status == null ? null : status.spelling());
    put(given, "scheduleId", scheduleId);
    put(given, "from", from);
    put(given, "until", until);
    return given;
  }

  private static void put(Map<String, Object> given, String name, @Nullable Object value) {
    if (value != null) {
      given.put(name, value);
    }
  }
}
