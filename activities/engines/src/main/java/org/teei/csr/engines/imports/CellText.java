package org.teei.csr.engines.imports;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small readings of a cell, in linear time and without regular expressions. */
final class CellText {
  private CellText() {}

  /** Takes off surrounding blanks, no-break spaces and stray byte order marks included. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && blank(text.charAt(start))) {
      start++;
    }
    while (end > start && blank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean blank(char c) {
    return c <= ' '
        || (c > '~' && (c == '\uFEFF' || Character.isWhitespace(c) || Character.isSpaceChar(c)));
  }

  /** What stands between blanks. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || blank(text.charAt(i))) {
        if (i > start) {
          words.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  /** Whether the text has more than so many code points. */
  static boolean longerThan(String text, int limit) {
    return text.length() > limit && text.codePointCount(0, text.length()) > limit;
  }

  /** Only ASCII digits, at least one. */
  static boolean digits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!digit(text.charAt(i))) {
        return false;
      }
    }
    return to > from;
  }

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  /**
   * Whether the text is a plain mailbox address: {@code atoms@label.label}, ASCII, as mail systems
   * exchange it (RFC 5321 without quoted local parts, address literals and comments).
   */
  static boolean email(String text) {
    int at = text.indexOf('@');
    return at > 0 && at <= 64 && localPart(text, at) && domain(text, at + 1);
  }

  /**
   * An absolute http or https address (RFC 3986) with a host and without user information, or null.
   */
  static @Nullable String webAddress(String text) {
    try {
      URI address = new URI(text);
      return ("https".equalsIgnoreCase(address.getScheme())
                  || "http".equalsIgnoreCase(address.getScheme()))
              && address.getHost() != null
              && address.getRawUserInfo() == null
          ? text
          : null;
    } catch (URISyntaxException notAnAddress) {
      return null;
    }
  }

  private static boolean localPart(String text, int end) {
    char previous = '.';
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.' ? previous == '.' : !alphanumeric(c) && "!#$%&'*+-/=?^_`{|}~".indexOf(c) < 0) {
        return false;
      }
      previous = c;
    }
    return previous != '.';
  }

  private static boolean domain(String text, int start) {
    int labels = 0;
    int labelStart = start;
    boolean letters = false;
    for (int i = start; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        int length = i - labelStart;
        if (length == 0
            || length > 63
            || text.charAt(labelStart) == '-'
            || text.charAt(i - 1) == '-') {
          return false;
        }
        labels++;
        labelStart = i + 1;
        if (i < text.length()) {
          letters = false;
        }
      } else if (alphanumeric(c) || c == '-') {
        letters |= !digit(c);
      } else {
        return false;
      }
    }
    return labels > 1 && letters;
  }

  private static boolean alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || digit(c);
  }
}
