package org.teei.csr.api.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.VENDOR_CONNECTIONS;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.teei.csr.engines.impactin.Difference;
import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.engines.impactin.Payload;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.engines.impactin.ReportedFigures;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.impactin.DeliveryChange;
import org.teei.csr.schema.jooq.tables.records.MetricSnapshotsRecord;
import org.teei.csr.schema.shared.Json;

/** Makes payloads as the workers do when they freeze one: from a snapshot and today's mapping. */
public final class Payloads {
  private Payloads() {}

  /**
   * @return empty where the company is not connected to the platform
   */
  public static Optional<Payload> of(
      DSLContext db, MetricSnapshotsRecord snapshot, String platform) {
    return db.select(VENDOR_CONNECTIONS.MAPPING)
        .from(VENDOR_CONNECTIONS)
        .where(
            VENDOR_CONNECTIONS.TENANT_ID.eq(snapshot.getTenantId()),
            VENDOR_CONNECTIONS.PLATFORM.eq(platform))
        .fetchOptional(VENDOR_CONNECTIONS.MAPPING)
        .map(stored -> Payload.of(figures(snapshot), mapping(platform, stored.data())));
  }

  private static ReportedFigures figures(MetricSnapshotsRecord row) {
    return ReportedFigures.of(
        row.getTenantId(),
        new Period(row.getPeriodFrom(), row.getPeriodUntil(), ZoneId.of(row.getTimeZone())),
        row.getFinishedAt(),
        row.getFigures().data());
  }

  private static Mapping mapping(String platform, String stored) {
    Map<String, String> values = new TreeMap<>();
    Json.read(stored, Map.class)
        .forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
    return Mapping.of(Platform.spelled(platform).orElseThrow(), values);
  }

  /** What differs between two payloads, for a person to look at. */
  public static List<DeliveryChange> changes(byte[] before, byte[] after) {
    return Difference.between(before, after).stream()
        .map(difference ->
            new DeliveryChange(
                DeliveryChange.DIFFERS, difference.path(), difference.before(), difference.after()))
        .toList();
  }
}
