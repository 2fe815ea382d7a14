package org.teei.csr.api.metrics;

import static org.teei.csr.schema.jooq.Tables.METRIC_ASSUMPTIONS;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.metrics.AssumptionsController.Assumption;
import org.teei.csr.api.metrics.AssumptionsController.AssumptionRequest;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.jooq.tables.records.MetricAssumptionsRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/** What a company assumes; each change is on record with what it was before. */
@Component
final class Assumptions {

  /** By name: what a value has to be. */
  private static final Map<String, Rule> RULES =
      Map.of(
          "monthly_programme_cost",
          new Rule("Is above 0.", value -> value.signum() > 0),
          "wage_lift",
          new Rule("Is 0 or above.", value -> value.signum() >= 0),
          "multiplier",
          new Rule("Is above 0.", value -> value.signum() > 0),
          "discount_rate",
          new Rule(
              "Is from 0 to below 1.",
              value -> value.signum() >= 0 && value.compareTo(BigDecimal.ONE) < 0),
          "benefit_years",
          new Rule(
              "Is a whole number from 1 to 50.",
              value ->
                  value.stripTrailingZeros().scale() <= 0
                      && value.signum() > 0
                      && value.compareTo(BigDecimal.valueOf(50)) <= 0));

  private record Rule(String text, Predicate<BigDecimal> holds) {}

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final MetricSnapshots companies;

  Assumptions(
      Tenancy tenancy, CurrentPrincipal principals, AuditTrail trail, MetricSnapshots companies) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.companies = companies;
  }

  List<Assumption> list(String company) {
    var tenant = companies.company(company);
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(METRIC_ASSUMPTIONS)
                .where(METRIC_ASSUMPTIONS.TENANT_ID.eq(tenant))
                .orderBy(METRIC_ASSUMPTIONS.NAME, METRIC_ASSUMPTIONS.VALID_FROM)
                .fetch(Assumption::of));
  }

  Assumption set(String company, String name, LocalDate validFrom, AssumptionRequest request) {
    var tenant = companies.company(company);
    var rule = RULES.get(name);
    if (rule == null) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
    if (!rule.holds().test(request.value())) {
      throw ProblemException.of(
          RequestProblem.INVALID_BODY,
          List.of(Fault.ofMember("/value", "out-of-range", rule.text())));
    }
    return tenancy.write(
        tenant,
        db -> {
          var before = find(db, tenant, name, validFrom);
          var row = before.orElseGet(() -> db.newRecord(METRIC_ASSUMPTIONS));
          var old = before.map(MetricAssumptionsRecord::getValue);
          row.setTenantId(tenant);
          row.setName(name);
          row.setValidFrom(validFrom);
          row.setValue(request.value());
          row.setSource(request.source());
          row.setSetBy(principals.get().name());
          row.setSetAt(db.select(DSL.currentInstant()).fetchSingle().value1());
          row.store();
          append(
              db,
              "metrics.set-assumption",
              name,
              validFrom,
              old.map(BigDecimal::toPlainString).orElse(null),
              request.value().toPlainString());
          return Assumption.of(row);
        });
  }

  void delete(String company, String name, LocalDate validFrom) {
    var tenant = companies.company(company);
    tenancy.change(
        tenant,
        db -> {
          var row =
              find(db, tenant, name, validFrom)
                  .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
          append(
              db,
              "metrics.delete-assumption",
              name,
              validFrom,
              row.getValue().toPlainString(),
              null);
          db.deleteFrom(METRIC_ASSUMPTIONS).where(is(tenant, name, validFrom)).execute();
        });
  }

  private void append(
      DSLContext db,
      String action,
      String name,
      LocalDate validFrom,
      @Nullable String before,
      @Nullable String after) {
    Audit.append(
        db,
        trail
            .entry(action, "metric-assumption", name + "/" + validFrom)
            .withChanges(new Change("value", before, after)));
  }

  private static Optional<MetricAssumptionsRecord> find(
      DSLContext db, String tenant, String name, LocalDate validFrom) {
    return Objects.requireNonNull(
        db.selectFrom(METRIC_ASSUMPTIONS)
            .where(is(tenant, name, validFrom))
            .forUpdate()
            .fetchOptional());
  }

  private static Condition is(String tenant, String name, LocalDate validFrom) {
    return DSL.and(
        METRIC_ASSUMPTIONS.TENANT_ID.eq(tenant),
        METRIC_ASSUMPTIONS.NAME.eq(name),
        METRIC_ASSUMPTIONS.VALID_FROM.eq(validFrom));
  }
}
