package org.teei.csr.api.operations;

import static org.teei.csr.schema.jooq.Tables.DRAIN_SWITCHES;

import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.IdentityProblem;
import org.teei.csr.api.identity.Reach;
import org.teei.csr.api.operations.DrainController.DrainSwitch;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.DrainSwitchesRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/** Sets and lifts drain switches; each is on record. */
@Component
final class DrainSwitches {
  private static final String TENANT = "tenant:";

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final Reach reach;
  private final AuditTrail trail;

  DrainSwitches(Tenancy tenancy, CurrentPrincipal principals, Reach reach, AuditTrail trail) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.reach = reach;
    this.trail = trail;
  }

  /** Switches for all, and those of one's own tenant; the platform's staff see all. */
  List<DrainSwitch> list() {
    var tenant = principals.get().tenant();
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(DRAIN_SWITCHES)
                .where(
                    DSL.val(principals.get().ofPlatform())
                        .isTrue()
                        .or(DSL.not(DRAIN_SWITCHES.SCOPE.startsWith(TENANT)))
                        .or(DRAIN_SWITCHES.SCOPE.eq(TENANT + tenant))
                        .or(DRAIN_SWITCHES.SCOPE.startsWith(TENANT + tenant + ":")))
                .orderBy(DRAIN_SWITCHES.SCOPE)
                .fetch(this::shape));
  }

  DrainSwitch get(String scope) {
    check(scope);
    return tenancy
        .read(principals.get().tenant(), db -> find(db, scope))
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  /** Sets a switch; one that is set keeps its first reason. */
  DrainSwitch set(String scope, String reason) {
    checkChange(scope);
    return tenancy.write(
        concerned(scope),
        db -> {
          var set =
              db.insertInto(DRAIN_SWITCHES)
                  .set(DRAIN_SWITCHES.SCOPE, scope)
                  .set(DRAIN_SWITCHES.REASON, reason)
                  .set(DRAIN_SWITCHES.ACTOR, principals.get().name())
                  .onConflictDoNothing()
                  .execute();
          if (set == 1) {
            Decisions.record(db, entry("operations.drain", scope, true), reason);
          }
          return find(db, scope).orElseThrow();
        });
  }

  void lift(String scope) {
    checkChange(scope);
    tenancy.change(
        concerned(scope),
        db -> {
          if (db.deleteFrom(DRAIN_SWITCHES).where(DRAIN_SWITCHES.SCOPE.eq(scope)).execute() == 0) {
            throw ProblemException.of(RequestProblem.NOT_FOUND);
          }
          Decisions.record(db, entry("operations.undrain", scope, false), null);
        });
  }

  private AuditEntry entry(String action, String scope, boolean held) {
    var change = new Change("held", Boolean.toString(!held), Boolean.toString(held));
    return trail.entryOf(concerned(scope), action, "drain-switch", scope).withChanges(change);
  }

  /** The tenant that is held back, in whose record it stands; the principal's where all are. */
  private String concerned(String scope) {
    return scope.startsWith(TENANT)
        ? reach.tenant(companyOf(scope.substring(TENANT.length())))
        : principals.get().tenant();
  }

  /** Of what follows {@code tenant:}. */
  private static String companyOf(String name) {
    return name.substring(0, (name + ":").indexOf(':'));
  }

  /**
   * {@code feature:…}, {@code vendor:…}, {@code tenant:…} or, for one feature of a tenant, {@code
   * tenant:…:…}; a company sees only its own.
   */
  private void check(String scope) {
    var colon = scope.indexOf(':');
    var name = scope.substring(colon + 1);
    var sound =
        switch (scope.substring(0, Math.max(0, colon))) {
          case "feature", "vendor" -> named(name);
          case "tenant" -> ofTenant(name);
          default -> false;
        };
    if (!sound) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
  }

  /** What holds for all companies is the platform's to decide. */
  private void checkChange(String scope) {
    check(scope);
    if (!scope.startsWith(TENANT) && !principals.get().ofPlatform()) {
      throw ProblemException.of(IdentityProblem.NOT_PERMITTED);
    }
  }

  private boolean ofTenant(String name) {
    var who = principals.get();
    return who.ofPlatform() ? own(name, companyOf(name)) : own(name, who.tenant());
  }

  private static boolean named(String name) {
    return name.length() >= 1 && name.length() <= 60 && plain(name);
  }

  private static boolean own(String name, String tenant) {
    if (!name.startsWith(tenant + ":")) {
      return name.equals(tenant);
    }
    var feature = name.substring(tenant.length() + 1);
    return feature.length() >= 1 && feature.length() <= 60 && plain(feature);
  }

  private static boolean plain(String name) {
    return name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  private Optional<DrainSwitch> find(DSLContext db, String scope) {
    return db.selectFrom(DRAIN_SWITCHES)
        .where(DRAIN_SWITCHES.SCOPE.eq(scope))
        .fetchOptional(this::shape);
  }

  private DrainSwitch shape(DrainSwitchesRecord row) {
    var header = principals.get().ofPlatform() && row.getScope().startsWith(TENANT);
    return new DrainSwitch(
        row.getScope(), header ? null : row.getReason(), row.getActor(), row.getSetAt());
  }
}
