package org.teei.csr.workflows.imports;

import org.jspecify.annotations.Nullable;

/**
 * What checking the rows left to do.
 *
 * @param lastRow number of the last data row of the file
 * @param toMerge rows that have no outcome yet
 * @param rejected rows rejected
 * @param duplicate rows superseded by a later row of the same file
 * @param plan what is to be done with the rows; absent in histories from before there was a choice
 */
public record Validated(
    long lastRow, long toMerge, long rejected, long duplicate, @Nullable ImportPlan plan) {

  ImportPlan planOrPlain() {
    return plan == null ? ImportPlan.PLAIN : plan;
  }
}
