package org.teei.csr.api.profiles;

/** Shows enough of an identifier to tell two apart, and no more. */
final class Masking {
  private Masking() {}

  /** First letter and domain of an address; the first character of anything else. */
  static String mask(String value) {
    if (value.isEmpty()) {
      return "…";
    }
    var first = value.substring(0, value.offsetByCodePoints(0, 1));
    var at = value.lastIndexOf('@');
    return at > 0 ? first + "…" + value.substring(at) : first + "…";
  }
}
