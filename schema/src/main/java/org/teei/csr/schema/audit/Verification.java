package org.teei.csr.schema.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What looking at a tenant's audit record against its seals brought to light. */
public sealed interface Verification {
  /**
   * All seals hold.
   *
   * @param unsealed entries newer than the last seal
   */
  record Intact(long seals, long entries, long unsealed) implements Verification {}

  /**
   * The first thing that does not hold.
   *
   * @param entryId the entry, where it is one
   */
  record Broken(Breach breach, long sealNumber, @Nullable UUID entryId) implements Verification {}

  /** How the record was tampered with. */
  enum Breach {
    /** An entry says something else than when it was sealed. */
    ENTRY_CHANGED,
    /** A sealed entry is gone. */
    ENTRY_DELETED,
    /** An entry claims a seal that never covered it. */
    ENTRY_INSERTED,
    /** An entry stands under another seal than its own. */
    ENTRY_MOVED,
    /** The figures of a seal are not those that were signed. */
    SEAL_CHANGED,
    /** A seal is gone that has others after it. */
    SEAL_DELETED,
    /** The newest seals are gone; their copies outside exist. */
    TAIL_CUT,
    /** A seal was not signed with the tenant's key. */
    SIGNATURE_INVALID,
    /** The copy outside is gone. */
    COPY_MISSING,
    /** The copy outside is not what was signed. */
    COPY_CHANGED
  }
}
