package org.teei.csr.api.impactin.vendors;

import static org.teei.csr.schema.jooq.Tables.VENDOR_CIRCUITS;
import static org.teei.csr.schema.jooq.Tables.VENDOR_CONNECTIONS;

import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.IdentityProblem;
import org.teei.csr.api.impactin.vendors.CircuitsController.Circuit;
import org.teei.csr.api.impactin.vendors.CircuitsController.CircuitRequest;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.VendorCircuitsRecord;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/** Circuits as the workers left them, and as operators want them. */
@Component
final class VendorCircuits {
  private final Tenancy tenancy;
  private final SystemView system;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;

  VendorCircuits(
      Tenancy tenancy, SystemView system, CurrentPrincipal principals, AuditTrail trail) {
    this.tenancy = tenancy;
    this.system = system;
    this.principals = principals;
    this.trail = trail;
  }

  List<Circuit> list() {
    var who = principals.get();
    return tenancy.read(
        who.tenant(),
        db ->
            db.selectFrom(VENDOR_CIRCUITS)
                .where(
                    who.ofPlatform()
                        ? DSL.noCondition()
                        : DSL.exists(
                            DSL.selectOne()
                                .from(VENDOR_CONNECTIONS)
                                .where(
                                    VENDOR_CONNECTIONS.TENANT_ID.eq(who.tenant()),
                                    VENDOR_CONNECTIONS.PLATFORM.eq(VENDOR_CIRCUITS.PLATFORM),
                                    VENDOR_CONNECTIONS.HOST.eq(VENDOR_CIRCUITS.HOST))))
                .orderBy(VENDOR_CIRCUITS.PLATFORM, VENDOR_CIRCUITS.HOST)
                .fetch(VendorCircuits::shape));
  }

  Circuit set(String platform, String host, CircuitRequest request) {
    checkReach(platform, host);
    var tenant = principals.get().tenant();
    return tenancy.write(
        tenant,
        db -> {
          var before =
              db.selectFrom(VENDOR_CIRCUITS)
                  .where(is(platform, host))
                  .forUpdate()
                  .fetchOptional(VENDOR_CIRCUITS.STATE)
                  .orElse("closed");
          var row = stored(db, platform, host, request);
          Decisions.record(
              db,
              trail
                  .entry("operations.set-circuit", "vendor-circuit", platform + "/" + host)
                  .withChanges(new Change("state", before, row.getState())),
              request.reason());
          return shape(row);
        });
  }

  private VendorCircuitsRecord stored(
      DSLContext db, String platform, String host, CircuitRequest request) {
    return db.insertInto(VENDOR_CIRCUITS)
        .set(VENDOR_CIRCUITS.PLATFORM, platform)
        .set(VENDOR_CIRCUITS.HOST, host)
        .set(VENDOR_CIRCUITS.STATE, request.state().spelling())
        .set(VENDOR_CIRCUITS.ACTOR, principals.get().name())
        .set(VENDOR_CIRCUITS.REASON, request.reason())
        .onConflict(VENDOR_CIRCUITS.PLATFORM, VENDOR_CIRCUITS.HOST)
        .doUpdate()
        .set(VENDOR_CIRCUITS.STATE, request.state().spelling())
        .setNull(VENDOR_CIRCUITS.OPEN_UNTIL)
        .set(VENDOR_CIRCUITS.SUCCESSES, 0)
        .set(VENDOR_CIRCUITS.ACTOR, principals.get().name())
        .set(VENDOR_CIRCUITS.REASON, request.reason())
        .set(VENDOR_CIRCUITS.CHANGED_AT, DSL.currentInstant())
        .returning()
        .fetchSingle();
  }

  /** A circuit is there for whoever is connected to its address; the platform's staff see all. */
  private void checkReach(String platform, String host) {
    var connected =
        system.read(db ->
            db.selectDistinct(VENDOR_CONNECTIONS.TENANT_ID)
                .from(VENDOR_CONNECTIONS)
                .where(VENDOR_CONNECTIONS.PLATFORM.eq(platform), VENDOR_CONNECTIONS.HOST.eq(host))
                .fetch(VENDOR_CONNECTIONS.TENANT_ID));
    var who = principals.get();
    if (who.ofPlatform() ? connected.isEmpty() : !connected.contains(who.tenant())) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
    if (!who.ofPlatform() && connected.size() > 1) {
      throw ProblemException.of(IdentityProblem.NOT_PERMITTED);
    }
  }

  private static Condition is(String platform, String host) {
    return VENDOR_CIRCUITS.PLATFORM.eq(platform).and(VENDOR_CIRCUITS.HOST.eq(host));
  }

  private static Circuit shape(VendorCircuitsRecord row) {
    @Nullable String reason = row.getReason();
    return new Circuit(
        row.getPlatform(),
        row.getHost(),
        row.getState(),
        row.getOpenUntil(),
        row.getActor(),
        reason,
        row.getChangedAt());
  }
}
