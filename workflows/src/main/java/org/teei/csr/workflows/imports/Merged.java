package org.teei.csr.workflows.imports;

/**
 * Outcome of one range.
 *
 * @param accepted rows created or changed
 * @param updated those of them that changed what was there
 * @param rejected rows refused only now, for example because a person was erased meanwhile
 * @param duplicate rows whose content was there already
 */
public record Merged(long accepted, long updated, long rejected, long duplicate) {

  static final Merged NONE = new Merged(0, 0, 0, 0);

  Merged plus(Merged other) {
    return new Merged(
        accepted + other.accepted,
        updated + other.updated,
        rejected + other.rejected,
        duplicate + other.duplicate);
  }
}
