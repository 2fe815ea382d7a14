package org.teei.csr.api.problems;

/** Names that a problem may repeat; anything else may be data that ended up in the wrong place. */
final class PlainNames {
  private static final int LONGEST = 40;

  private PlainNames() {}

  static boolean plain(String name) {
    return name.length() <= LONGEST
        && name.chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '_'
                    || c == '-');
  }
}
