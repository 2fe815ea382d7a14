package org.teei.csr.workflows.operations;

/**
 * What a rotation came to.
 *
 * @param version the new version of the data key; 0 if it came to none
 * @param rewrapped person keys wrapped anew
 * @param kept what earlier versions are kept for
 */
public record KeyRotationCounts(int version, long rewrapped, KeptKeys kept) {

  static final KeyRotationCounts NONE = new KeyRotationCounts(0, 0, KeptKeys.NONE);

  KeyRotationCounts withVersion(int made) {
    return new KeyRotationCounts(made, rewrapped, kept);
  }

  KeyRotationCounts plus(long more) {
    return new KeyRotationCounts(version, rewrapped + more, kept);
  }

  KeyRotationCounts withKept(KeptKeys left) {
    return new KeyRotationCounts(version, rewrapped, left);
  }
}
