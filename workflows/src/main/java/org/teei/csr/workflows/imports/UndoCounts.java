package org.teei.csr.workflows.imports;

/**
 * What became of the accepted rows of an import that is taken back; at its end accepted = reversed
 * + kept + failed.
 *
 * @param accepted rows that had taken effect
 * @param reversed rows whose effect is gone
 * @param kept rows that something else has changed or uses since
 * @param failed rows that could not be taken back
 */
public record UndoCounts(long accepted, long reversed, long kept, long failed) {

  static final UndoCounts NONE = new UndoCounts(0, 0, 0, 0);

  /** Rows that are decided. */
  long decided() {
    return reversed + kept + failed;
  }
}
