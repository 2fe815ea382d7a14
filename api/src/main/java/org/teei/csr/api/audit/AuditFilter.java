package org.teei.csr.api.audit;

import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;

/**
 * Which entries are meant; what is null is left open.
 *
 * @param from earliest time that is meant
 * @param to earliest time that is no longer meant
 */
record AuditFilter(
    @Nullable String tenant,
    @Nullable String actor,
    @Nullable String action,
    @Nullable String resourceType,
    @Nullable String resourceId,
    @Nullable String requestId,
    @Nullable Instant from,
    @Nullable Instant to) {
  /** What the database can compare with. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** Refuses what no entry can be compared with. */
  AuditFilter checked() {
    List<Fault> faults = new ArrayList<>();
    if (resourceId != null && resourceType == null) {
      faults.add(
          Fault.ofParameter("resourceType", "missing", "Is required together with resourceId."));
    }
    checkTime(faults, "from", from);
    checkTime(faults, "to", to);
    if (from != null && to != null && !from.isBefore(to)) {
      faults.add(Fault.ofParameter("to", "invalid", "Is later than from."));
    }
    if (!faults.isEmpty()) {
      throw ProblemException.of(RequestProblem.INVALID_PARAMETER, faults);
    }
    return this;
  }

  /** All but whose entries are meant. */
  Condition condition() {
    return DSL.and(
        equal(AUDIT_ENTRIES.ACTOR, actor),
        equal(AUDIT_ENTRIES.ACTION, action),
        equal(AUDIT_ENTRIES.RESOURCE_TYPE, resourceType),
        equal(AUDIT_ENTRIES.RESOURCE_ID, resourceId),
        equal(AUDIT_ENTRIES.REQUEST_ID, requestId),
        from == null ? DSL.noCondition() : AUDIT_ENTRIES.OCCURRED_AT.ge(from),
        to == null ? DSL.noCondition() : AUDIT_ENTRIES.OCCURRED_AT.lt(to));
  }

  /** The filters that are set, by the names of their parameters. */
  Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "tenant", tenant);
    put(given, "actor", actor);
    put(given, "action", action);
    put(given, "resourceType", resourceType);
    put(given, "resourceId", resourceId);
    put(given, "requestId", requestId);
    put(given, "from", from);
    put(given, "to", to);
    return given;
  }

  private static Condition equal(Field<String> column, @Nullable String wanted) {
    return wanted == null ? DSL.noCondition() : column.eq(wanted);
  }

  private static void put(Map<String, String> given, String name, @Nullable Object value) {
    if (value != null) {
      given.put(name, value.toString());
    }
  }

  private static void checkTime(List<Fault> faults, String name, @Nullable Instant time) {
    if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
      faults.add(Fault.ofParameter(name, "invalid", "Is a time of the years 1 to 9999."));
    }
  }
}
