package org.teei.csr.schema.audit;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.audit.Seal.SealedEntry;
import org.teei.csr.schema.audit.Verification.Breach;
import org.teei.csr.schema.audit.Verification.Broken;
import org.teei.csr.schema.audit.Verification.Intact;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Compares a tenant's audit record with its seals, and the seals with their copies outside the
 * database, from the first seal on; names the first that does not hold.
 */
public final class AuditVerifier {
  private final Tenancy tenancy;
  private final SealSigner signer;
  private final Seals seals;

  public AuditVerifier(Tenancy tenancy, SealSigner signer, Storage outside) {
    this.tenancy = tenancy;
    this.signer = signer;
    this.seals = new Seals(outside);
  }

  public Verification verify(String tenant) throws IOException {
    // The database first: a seal made meanwhile then has a copy too many rather than too few, and
    // is not looked at.
    var stored = tenancy.read(tenant, db -> seals.numbers(db, tenant));
    var last = stored.isEmpty() ? 0 : stored.getLast();
    var numbers = new TreeSet<>(stored);
    seals.outsideNumbers(tenant).forEach(numbers::add);
    var entries = 0L;
    var previous = Seal.beginning(tenant);
    var expected = 1L;
    for (var number : numbers) {
      if (number != expected) {
        return new Broken(Breach.SEAL_DELETED, expected, null);
      }
      var seal = tenancy.read(tenant, db -> seals.stored(db, tenant, number));
      if (seal.isEmpty()) {
        return new Broken(
            number > last ? Breach.TAIL_CUT : Breach.SEAL_DELETED,
            number,
            firstGone(tenant, number));
      }
      var broken = firstBreach(seal.get(), previous, number == last);
      if (broken != null) {
        return broken;
      }
      entries += seal.get().entries().size();
      previous = seal.get().digest();
      expected++;
    }
    var unsealed = tenancy.read(tenant, db -> seals.countUnsealed(db, tenant));
    return new Intact(numbers.size(), entries, unsealed);
  }

  /** The first entry that a seal's copy outside lists and the database has not. */
  private @Nullable UUID firstGone(String tenant, long number) throws IOException {
    Optional<Seal> copy;
    try {
      copy = seals.outside(tenant, number).filter(seal -> seal.holdsTogether(signer));
    } catch (JacksonException e) {
      return null;
    }
    return copy.isEmpty()
        ? null
        : tenancy.read(tenant, db -> seals.firstGone(db, copy.get())).orElse(null);
  }

  private @Nullable Broken firstBreach(Seal seal, byte[] previous, boolean newest)
      throws IOException {
    Optional<Seal> copy;
    try {
      copy = seals.outside(seal.tenant(), seal.number());
    } catch (JacksonException e) {
      return new Broken(Breach.COPY_CHANGED, seal.number(), null);
    }
    if (copy.isEmpty()) {
      // The newest copy is written just after the commit of its seal, and made good by the next
      // pass.
      return newest
          ? breachWithin(seal, previous)
          : new Broken(Breach.COPY_MISSING, seal.number(), null);
    }
    if (!copy.get().holdsTogether(signer)) {
      return new Broken(Breach.COPY_CHANGED, seal.number(), null);
    }
    var entry = tenancy.read(seal.tenant(), db -> firstDifference(db, copy.get(), seal));
    if (entry != null) {
      return entry;
    }
    var within = breachWithin(seal, previous);
    return within == null && !seal.says(copy.get())
        ? new Broken(Breach.SEAL_CHANGED, seal.number(), null)
        : within;
  }

  /** What the database alone shows. */
  private @Nullable Broken breachWithin(Seal seal, byte[] previous) {
    var digest =
        Seal.digest(
            previous, seal.number(), seal.entries().size(), Seal.entriesDigest(seal.entries()));
    if (!MessageDigest.isEqual(previous, seal.previousDigest())
        || !MessageDigest.isEqual(digest, seal.digest())
        || !MessageDigest.isEqual(Seal.entriesDigest(seal.entries()), seal.entriesDigest())) {
      return new Broken(Breach.SEAL_CHANGED, seal.number(), null);
    }
    return signer.verifies(seal.tenant(), seal.keyId(), seal.digest(), seal.signature())
        ? null
        : new Broken(Breach.SIGNATURE_INVALID, seal.number(), null);
  }

  private @Nullable Broken firstDifference(DSLContext db, Seal copy, Seal seal) {
    var now = digests(seal.entries());
    for (var sealed : copy.entries()) {
      var digest = now.remove(sealed.entryId());
      if (digest == null) {
        var elsewhere = seals.sealOf(db, seal.tenant(), sealed.entryId()).isPresent();
        return new Broken(
            elsewhere ? Breach.ENTRY_MOVED : Breach.ENTRY_DELETED, seal.number(), sealed.entryId());
      }
      if (!MessageDigest.isEqual(digest, sealed.digest())) {
        return new Broken(Breach.ENTRY_CHANGED, seal.number(), sealed.entryId());
      }
    }
    return seal.entries().stream()
        .map(SealedEntry::entryId)
        .filter(now::containsKey)
        .findFirst()
        .map(entryId -> new Broken(Breach.ENTRY_INSERTED, seal.number(), entryId))
        .orElse(null);
  }

  private static HashMap<UUID, byte[]> digests(List<SealedEntry> entries) {
    var digests = new HashMap<UUID, byte[]>();
    entries.forEach(entry -> digests.put(entry.entryId(), entry.digest()));
    return digests;
  }
}
