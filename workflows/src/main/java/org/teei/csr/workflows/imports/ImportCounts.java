package org.teei.csr.workflows.imports;

/**
 * The ledger of an import; at its end read = accepted + rejected + duplicate + unprocessed, updated
 * is part of accepted.
 */
public record ImportCounts(
    long read, long accepted, long updated, long rejected, long duplicate, long unprocessed) {

  static final ImportCounts NONE = new ImportCounts(0, 0, 0, 0, 0, 0);

  ImportCounts withRead(long rows) {
    return new ImportCounts(rows, accepted, updated, rejected, duplicate, unprocessed);
  }

  ImportCounts plus(Validated validated) {
    return new ImportCounts(
        read,
        accepted,
        updated,
        rejected + validated.rejected(),
        duplicate + validated.duplicate(),
        unprocessed);
  }

  ImportCounts plus(Merged merged) {
    return new ImportCounts(
        read,
        accepted + merged.accepted(),
        updated + merged.updated(),
        rejected + merged.rejected(),
        duplicate + merged.duplicate(),
        unprocessed);
  }

  /** Rows that have an outcome. */
  long decided() {
    return accepted + rejected + duplicate;
  }
}
