package org.teei.csr.workflows.imports;

/**
 * The next rows of an import to be taken back: those of one attempt, or of the ones before it, with
 * smaller numbers than a row, from the last to the first.
 *
 * @param attempt whose rows come next; 0 is the file itself
 * @param belowRow number behind the next row
 */
public record UndoRange(ImportRef ref, int attempt, long belowRow) {

  /** Where the taking back begins: at the end of the attempt before it. */
  static UndoRange first(ImportRef ref) {
    return new UndoRange(ref, ref.attempt() - 1, Long.MAX_VALUE);
  }
}
