package org.teei.csr.workflows.imports.groups;

/**
 * What taking a file in came to.
 *
 * @param begun an import of the file is under way, or was made before; else the file was refused
 * @param waits it is neither: the company has as many imports as may run, and it is to be tried
 *     again
 */
public record FileBegun(boolean begun, boolean waits) {

  /** The company has no room for one more import now. */
  public static final FileBegun WAITS = new FileBegun(false, true);

  /** Nothing is left to be done about the file itself. */
  public static FileBegun ended(boolean begun) {
    return new FileBegun(begun, false);
  }
}
