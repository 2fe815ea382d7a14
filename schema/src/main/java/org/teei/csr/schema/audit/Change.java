package org.teei.csr.schema.audit;

import org.jspecify.annotations.Nullable;

/**
 * What a field was and is. The record outlives the persons it is about, so it holds tokens instead
 * of values: closed words, ids, figures and times as they are, and of a personal value its blind
 * index. Characters of addresses, names and sentences are refused.
 *
 * @param before null where there was nothing
 * @param after null where there is nothing any more
 */
public record Change(String field, @Nullable String before, @Nullable String after) {
  private static final int LONGEST = 200;

  public Change {
    if (!isToken(field) || !isTokenOrNone(before) || !isTokenOrNone(after)) {
      throw new IllegalArgumentException("A change holds a field name and tokens only");
    }
  }

  private static boolean isTokenOrNone(@Nullable String text) {
    return text == null || isToken(text);
  }

  private static boolean isToken(String text) {
    return !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(Change::isPlain);
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_-.:/".indexOf(c) >= 0;
  }
}
