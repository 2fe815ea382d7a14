package org.teei.csr.workflows.imports;

/**
 * The ledger of an import; at its end read = accepted + rejected + duplicate + unprocessed, updated
 * is part of accepted.
 */
public record ImportCounts(
    long read, long accepted, long updated, long rejected, long duplicate, long unprocessed) {}
