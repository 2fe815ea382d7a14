package org.teei.csr.schema.audit;

import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.AUDIT_SEALED_ENTRIES;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.teei.csr.schema.audit.Seals.Head;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Puts seals on audit entries. Each covers the entries it lists, follows from the seal before, is
 * signed, and is written once outside the database too. One loop runs it, under a lease; should two
 * ever meet, the number of the seal lets one through.
 */
public final class AuditSealer {
  private static final int ENTRIES_PER_SEAL = 5_000;

  private final Tenancy tenancy;
  private final SealSigner signer;
  private final Seals seals;

  /**
   * @param tenancy as {@code csr_worker}
   */
  public AuditSealer(Tenancy tenancy, SealSigner signer, Storage outside) {
    this.tenancy = tenancy;
    this.signer = signer;
    this.seals = new Seals(outside);
  }

  /** Tenants with entries that no seal covers. */
  public static List<String> tenantsWithUnsealed(SystemView system) {
    return system.read(db ->
        db.selectDistinct(AUDIT_ENTRIES.TENANT_ID)
            .from(AUDIT_ENTRIES)
            .leftAntiJoin(AUDIT_SEALED_ENTRIES)
            .on(
                AUDIT_SEALED_ENTRIES.TENANT_ID.eq(AUDIT_ENTRIES.TENANT_ID),
                AUDIT_SEALED_ENTRIES.ENTRY_ID.eq(AUDIT_ENTRIES.ENTRY_ID))
            .orderBy(AUDIT_ENTRIES.TENANT_ID)
            .fetch(AUDIT_ENTRIES.TENANT_ID));
  }

  /**
   * Seals all entries committed so far.
   *
   * @return how many entries
   */
  public int sealPending(String tenant) throws IOException {
    completeOutside(tenant);
    var sealed = 0;
    Optional<Seal> seal;
    while ((seal = tenancy.write(tenant, db -> sealNext(db, tenant))).isPresent()) {
      seals.writeOutside(seal.get());
      sealed += seal.get().entries().size();
    }
    return sealed;
  }

  private Optional<Seal> sealNext(DSLContext db, String tenant) {
    var entries = seals.unsealed(db, tenant, ENTRIES_PER_SEAL);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    var head = seals.head(db, tenant);
    var seal =
        Seal.sign(
            tenant,
            head.map(Head::number).orElse(0L) + 1,
            head.map(Head::digest).orElseGet(() -> Seal.beginning(tenant)),
            entries,
            signer);
    seals.insert(db, seal);
    return Optional.of(seal);
  }

  /**
   * A process may have died between the commit of a seal and its copy outside: only the last can be
   * missing.
   */
  private void completeOutside(String tenant) throws IOException {
    var head = tenancy.read(tenant, db -> seals.head(db, tenant));
    if (head.isPresent() && !seals.isOutside(tenant, head.get().number())) {
      var last = tenancy.read(tenant, db -> seals.stored(db, tenant, head.get().number()));
      seals.writeOutside(last.orElseThrow());
    }
  }
}
