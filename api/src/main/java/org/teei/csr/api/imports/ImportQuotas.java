package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_LIMITS;
import static org.teei.csr.schema.jooq.Tables.TENANTS;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.imports.ImportQuotaController.Figure;
import org.teei.csr.api.imports.ImportQuotaController.OwnLimits;
import org.teei.csr.api.imports.ImportQuotaController.Quota;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Versions;
import org.teei.csr.api.shared.Versions.Versioned;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.imports.ImportQuota;
import org.teei.csr.schema.imports.ImportQuota.Limits;
import org.teei.csr.schema.imports.ImportQuota.Standing;
import org.teei.csr.schema.jooq.tables.records.ImportLimitsRecord;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/** Keeps companies within what they may have, and says how much that is. */
@Component
final class ImportQuotas {
  private static final Duration COME_BACK = Duration.ofSeconds(30);

  private final Tenancy tenancy;
  private final SystemView system;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final Limits common;

  ImportQuotas(
      Tenancy tenancy,
      SystemView system,
      CurrentPrincipal principals,
      AuditTrail trail,
      ImportSettings settings) {
    this.tenancy = tenancy;
    this.system = system;
    this.principals = principals;
    this.trail = trail;
    this.common = new Limits(settings.runningImports(), settings.storedBytes());
  }

  /**
   * Ends a request that made an import, or let one run again, which is one too many; to be called
   * in its transaction, behind the change.
   */
  void check(DSLContext db, String tenant) {
    var standing = ImportQuota.afterOneMore(db, tenant, common);
    if (standing.tooManyRunning()) {
      throw ProblemException.retryAfter(
          ImportProblem.TOO_MANY_RUNNING,
          String.format(
              Locale.ROOT,
              "%,d imports have not ended, and %,d may run at a time.",
              standing.running() - 1,
              standing.limits().runningImports()),
          COME_BACK);
    }
    if (standing.tooManyBytes()) {
      throw ProblemException.of(
          ImportProblem.TOO_MANY_BYTES_KEPT,
          String.format(
              Locale.ROOT,
              "With this file %,d bytes would be kept, and %,d may be.",
              standing.storedBytes(),
              standing.limits().storedBytes()));
    }
  }

  Quota quota() {
    var tenant = principals.get().tenant();
    Standing standing = tenancy.read(tenant, db -> ImportQuota.of(db, tenant, common));
    return new Quota(
        new Figure(standing.running(), standing.limits().runningImports()),
        new Figure(standing.storedBytes(), standing.limits().storedBytes()));
  }

  /** What the staff have set for a company; its version is 0 before that. */
  Versioned<OwnLimits> limits(String tenant) {
    checkThere(tenant);
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(IMPORT_LIMITS)
                .where(IMPORT_LIMITS.TENANT_ID.eq(tenant))
                .fetchOptional(ImportQuotas::versioned)
                .orElseGet(() -> new Versioned<>(new OwnLimits(null, null), 0)));
  }

  Versioned<OwnLimits> replace(String tenant, String ifMatch, OwnLimits wanted) {
    checkThere(tenant);
    return tenancy.write(
        tenant,
        db -> {
          var row = locked(db, tenant);
          Versions.check(ifMatch, row.getVersion());
          var before = versioned(row).body();
          row.setRunningImports(wanted.runningImports());
          row.setStoredBytes(wanted.storedBytes());
          row.setVersion(row.getVersion() + 1);
          row.setChangedAt(Instant.now());
          row.setChangedBy(principals.get().name());
          row.update();
          Audit.append(
              db,
              trail
                  .entryOf(tenant, "imports.set-limits", "tenant", tenant)
                  .withChanges(
                      new Change(
                          "runningImports",
                          Objects.toString(before.runningImports(), null),
                          Objects.toString(wanted.runningImports(), null)),
                      new Change(
                          "storedBytes",
                          Objects.toString(before.storedBytes(), null),
                          Objects.toString(wanted.storedBytes(), null))));
          return versioned(row);
        });
  }

  /** Makes the row first, so that two who set limits for the first time follow each other too. */
  private ImportLimitsRecord locked(DSLContext db, String tenant) {
    db.insertInto(IMPORT_LIMITS)
        .set(IMPORT_LIMITS.TENANT_ID, tenant)
        .set(IMPORT_LIMITS.VERSION, 0)
        .set(IMPORT_LIMITS.CHANGED_BY, principals.get().name())
        .onConflictDoNothing()
        .execute();
    return db.selectFrom(IMPORT_LIMITS)
        .where(IMPORT_LIMITS.TENANT_ID.eq(tenant))
        .forUpdate()
        .fetchSingle();
  }

  private void checkThere(String tenant) {
    if (!system.read(db -> db.fetchExists(TENANTS, TENANTS.TENANT_ID.eq(tenant)))) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
  }

  private static Versioned<OwnLimits> versioned(ImportLimitsRecord row) {
    return new Versioned<>(
        new OwnLimits(row.getRunningImports(), row.getStoredBytes()), row.getVersion());
  }
}
