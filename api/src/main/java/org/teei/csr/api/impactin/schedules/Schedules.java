package org.teei.csr.api.impactin.schedules;

import static org.teei.csr.schema.jooq.Tables.SCHEDULED_DELIVERIES;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.impactin.deliveries.RequestedWords;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.Versions;
import org.teei.csr.api.shared.Versions.Versioned;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * The schedules of the principal's company. Their rows are the truth; the workers write the
 * Temporal Schedules after them.
 */
@Component
final class Schedules {
  private static final String RESOURCE = "delivery-schedule";

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;

  Schedules(
      Tenancy tenancy, CurrentPrincipal principals, AuditTrail trail, IdempotentRequests requests) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
  }

  Page<DeliverySchedule> list(@Nullable String platform, Page.Range range) {
    RequestedWords.platform(platform);
    var tenant = principals.get().tenant();
    var own =
        DSL.and(
            SCHEDULED_DELIVERIES.TENANT_ID.eq(tenant),
            SCHEDULED_DELIVERIES.DELETED.isFalse(),
            platform == null ? DSL.noCondition() : SCHEDULED_DELIVERIES.PLATFORM.eq(platform));
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(SCHEDULED_DELIVERIES)
                        .where(own)
                        .orderBy(
                            SCHEDULED_DELIVERIES.PLATFORM,
                            SCHEDULED_DELIVERIES.CREATED_AT,
                            SCHEDULED_DELIVERIES.SCHEDULE_ID)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(SCHEDULED_DELIVERIES, own)));
    Map<String, @Nullable Object> filters = new HashMap<>();
    filters.put("platform", platform);
    return Page.of(slice, range, SchedulesController.PATH, filters, DeliverySchedule::of);
  }

  Versioned<DeliverySchedule> get(UUID id) {
    return versioned(row(id));
  }

  ScheduledDeliveriesRecord row(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> find(db, tenant, id));
  }

  ResponseEntity<byte[]> create(RequestedSchedule asked, @Nullable String key) {
    var wanted = asked.checked(principals.get().tenant(), null);
    return requests.answer(
        principals.get(),
        "POST " + SchedulesController.PATH,
        key,
        List.of(Json.of(wanted).getBytes(StandardCharsets.UTF_8)),
        id -> created(id, wanted));
  }

  private Answer created(UUID asked, RequestedSchedule wanted) {
    var who = principals.get();
    return tenancy.write(
        who.tenant(),
        db -> {
          var id = unused(db, who.tenant(), asked);
          var row = db.newRecord(SCHEDULED_DELIVERIES);
          row.setTenantId(who.tenant());
          row.setScheduleId(id);
          row.setPlatform(wanted.platform());
          row.setCreatedBy(who.name());
          wanted.into(row);
          var made = db.insertInto(SCHEDULED_DELIVERIES).set(row).onConflictDoNothing().execute();
          if (made == 1) {
            Audit.append(db, entry("impactin.add-schedule", id));
          }
          return new Answer(
              201,
              DeliverySchedule.of(find(db, who.tenant(), id)),
              URI.create(SchedulesController.PATH + "/" + id));
        });
  }

  /** The id for a request, behind those of earlier uses of its key. */
  private static UUID unused(DSLContext db, String tenant, UUID asked) {
    return IdempotentRequests.unused(
        asked,
        id ->
            db.fetchExists(
                SCHEDULED_DELIVERIES,
                SCHEDULED_DELIVERIES.TENANT_ID.eq(tenant),
                SCHEDULED_DELIVERIES.SCHEDULE_ID.eq(id),
                SCHEDULED_DELIVERIES.CREATED_AT.le(
                    DSL.currentInstant().minus(DayToSecond.valueOf(IdempotentRequests.LIFETIME)))));
  }

  Versioned<DeliverySchedule> replace(UUID id, String ifMatch, RequestedSchedule asked) {
    var tenant = principals.get().tenant();
    return tenancy.write(
        tenant,
        db -> {
          var row = locked(db, tenant, id);
          var wanted = asked.checked(tenant, row.getPlatform());
          Versions.check(ifMatch, row.getVersion());
          var paused = row.getPaused();
          wanted.into(row);
          row.setActiveSince(now());
          row.setMissedFrom(null);
          row.setMissedUntil(null);
          changed(row);
          Audit.append(
              db,
              entry("impactin.replace-schedule", id)
                  .withChanges(
                      new Change("paused", paused.toString(), row.getPaused().toString())));
          return versioned(row);
        });
  }

  /** The row stays, so that the Temporal Schedule is removed whenever Temporal can be reached. */
  void delete(UUID id) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          var row = locked(db, tenant, id);
          row.setDeleted(true);
          row.setMissedFrom(null);
          row.setMissedUntil(null);
          changed(row);
          Audit.append(db, entry("impactin.delete-schedule", id));
        });
  }

  private AuditEntry entry(String action, UUID id) {
    return trail.entry(action, RESOURCE, id);
  }

  /** As the database keeps it, so that the answer is what is read afterwards. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private static void changed(ScheduledDeliveriesRecord row) {
    row.setVersion(row.getVersion() + 1);
    row.setChangedAt(now());
    row.update();
  }

  private static ScheduledDeliveriesRecord find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(SCHEDULED_DELIVERIES)
        .where(own(tenant, id))
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  private static ScheduledDeliveriesRecord locked(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(SCHEDULED_DELIVERIES)
        .where(own(tenant, id))
        .forUpdate()
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  private static Condition own(String tenant, UUID id) {
    return DSL.and(
        SCHEDULED_DELIVERIES.TENANT_ID.eq(tenant),
        SCHEDULED_DELIVERIES.SCHEDULE_ID.eq(id),
        SCHEDULED_DELIVERIES.DELETED.isFalse());
  }

  private static Versioned<DeliverySchedule> versioned(ScheduledDeliveriesRecord row) {
    return new Versioned<>(DeliverySchedule.of(row), row.getVersion());
  }
}
