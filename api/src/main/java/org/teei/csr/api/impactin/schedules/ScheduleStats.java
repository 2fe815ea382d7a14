package org.teei.csr.api.impactin.schedules;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.currentInstant;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.SCHEDULED_DELIVERIES;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.tenancy.Tenancy;

/** How many schedules there are, and what came of their runs. */
@Component
final class ScheduleStats {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;

  ScheduleStats(Tenancy tenancy, CurrentPrincipal principals) {
    this.tenancy = tenancy;
    this.principals = principals;
  }

  @Schema(name = "DeliveryScheduleStats")
  record Stats(List<OfPlatform> platforms) {}

  /**
   * The schedules of a platform.
   *
   * @param active neither paused nor over
   * @param missed with a run that did not happen and was not made up for
   * @param arrived deliveries that the platform accepted
   * @param waiting deliveries that a person has to decide about
   * @param ended deliveries that ended without having arrived
   */
  @Schema(name = "DeliveryScheduleStatsOfPlatform")
  record OfPlatform(
      @Schema(example = "benevity") String platform,
      int schedules,
      int active,
      int missed,
      int arrived,
      int waiting,
      int ended) {}

  Stats get() {
    var tenant = principals.get().tenant();
    return tenancy.read(
        tenant,
        db -> {
          var schedules = schedules(db, tenant);
          var deliveries = deliveries(db, tenant);
          return new Stats(
              Arrays.stream(Platform.values())
                  .map(Platform::spelling)
                  .map(platform -> of(platform, schedules.get(platform), deliveries.get(platform)))
                  .toList());
        });
  }

  private record Scheduled(int all, int active, int missed) {}

  private record Delivered(int arrived, int waiting, int ended) {}

  private static OfPlatform of(
      String platform, @Nullable Scheduled schedules, @Nullable Delivered deliveries) {
    var scheduled = schedules == null ? new Scheduled(0, 0, 0) : schedules;
    var delivered = deliveries == null ? new Delivered(0, 0, 0) : deliveries;
    return new OfPlatform(
        platform,
        scheduled.all(),
        scheduled.active(),
        scheduled.missed(),
        delivered.arrived(),
        delivered.waiting(),
        delivered.ended());
  }

  private static Map<String, Scheduled> schedules(DSLContext db, String tenant) {
    var active =
        SCHEDULED_DELIVERIES
            .PAUSED
            .isFalse()
            .and(
                SCHEDULED_DELIVERIES
                    .ENDS_AT
                    .isNull()
                    .or(SCHEDULED_DELIVERIES.ENDS_AT.gt(currentInstant())));
    return db.select(
            SCHEDULED_DELIVERIES.PLATFORM,
            count(),
            count().filterWhere(active),
            count(SCHEDULED_DELIVERIES.MISSED_FROM))
        .from(SCHEDULED_DELIVERIES)
        .where(SCHEDULED_DELIVERIES.TENANT_ID.eq(tenant), SCHEDULED_DELIVERIES.DELETED.isFalse())
        .groupBy(SCHEDULED_DELIVERIES.PLATFORM)
        .fetchMap(
            SCHEDULED_DELIVERIES.PLATFORM,
            row -> new Scheduled(row.value2(), row.value3(), row.value4()));
  }

  private static Map<String, Delivered> deliveries(DSLContext db, String tenant) {
    return db.select(
            IMPACT_DELIVERIES.PLATFORM,
            count(IMPACT_DELIVERIES.DELIVERED_AT),
            count()
                .filterWhere(IMPACT_DELIVERIES.STATUS.in("awaiting_approval", "parked", "unknown")),
            count()
                .filterWhere(
                    IMPACT_DELIVERIES
                        .FINISHED_AT
                        .isNotNull()
                        .and(IMPACT_DELIVERIES.DELIVERED_AT.isNull())))
        .from(IMPACT_DELIVERIES)
        .where(IMPACT_DELIVERIES.TENANT_ID.eq(tenant))
        .groupBy(IMPACT_DELIVERIES.PLATFORM)
        .fetchMap(
            IMPACT_DELIVERIES.PLATFORM,
            row -> new Delivered(row.value2(), row.value3(), row.value4()));
  }
}
