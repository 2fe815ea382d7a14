package org.teei.csr.workflows.privacy;

/** What people read about the rights of persons in the Temporal UI. */
final class PrivacySentences {

  static final String ERASE = "Destroying the key of a person and leaving tombstones";
  static final String ERASING =
      "Erasing a person: two people agreed on it, the key is about to be destroyed.";

  private PrivacySentences() {}

  static String ended(PersonErasureResult result) {
    return switch (result) {
      case ERASED -> "Done. The person was erased and does not come back by an import.";
      case ALREADY_ERASED -> "Done. The person had been erased by an earlier try.";
      case NOT_APPROVED -> "Nothing was erased: there is no approval that holds.";
    };
  }
}
