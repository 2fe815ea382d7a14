package org.teei.csr.workflows.identity;

/** What people read about the keys of access tokens in the Temporal UI. */
final class IdentitySentences {

  static final String ROTATE = "Letting the next key sign access tokens";
  static final String ROTATED =
      "Done. The next key signs access tokens; those of the key before are good until they end.";
  static final String NOT_ROTATED =
      "Ended without success: the key before goes on signing. The next run tries again.";

  private IdentitySentences() {}
}
