package org.teei.csr.activities.imports;

/**
 * Where a row stands in the stored file.
 *
 * @param row its number there
 * @param ledgerRow its number in the ledger: another one in the file of a correction
 */
record Place(long row, long offset, int length, long ledgerRow) {}
