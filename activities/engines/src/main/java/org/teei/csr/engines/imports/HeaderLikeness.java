package org.teei.csr.engines.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/**
 * How much a header is like a column: by its words, of which {@code header-words.txt} knows some in
 * other languages and habits, and by its letters. From 0 to 1 in hundredths; 1 is the same name.
 */
final class HeaderLikeness {
  /** From here on a header is worth to be suggested. */
  static final double WORTH = 0.5;

  /** From here on it is named where a column is missing. */
  private static final double SURE = 0.6;

  private static final double SAME_WORDS = 0.95;
  private static final double BY_WORDS = 0.6;
  private static final double BY_BEGINNING = 0.35;
  private static final double BY_LETTERS = 0.9;
  private static final double FEW_MISTAKES = 0.8;

  /** Shorter words with digits may be headers, as Q1. */
  private static final int SHORTEST_ID = 6;

  private static final Map<String, String> WORDS = words();

  private HeaderLikeness() {}

  static double of(String header, ColumnSpec column) {
    return Stream.concat(Stream.of(column.name()), column.aliases().stream())
        .mapToDouble(name -> of(header, name))
        .max()
        .orElse(0);
  }

  /** The most alike of the headers, none of them a value, or null. */
  static @Nullable String likest(String name, List<String> headers) {
    String likest = null;
    double best = SURE;
    for (String header : headers) {
      double likeness = header.isEmpty() || likeValue(header) ? 0 : of(header, name);
      if (likeness >= best && (likest == null || likeness > best)) {
        likest = header;
        best = likeness;
      }
    }
    return likest;
  }

  /** Whether a cell is rather a value than a header: what it holds is not to be shown. */
  static boolean likeValue(String header) {
    if (header.length() > ImportSchemas.LONGEST_HEADER || header.indexOf('@') >= 0) {
      return true;
    }
    long digits = header.chars().filter(Character::isDigit).count();
    return header.chars().anyMatch(Character::isLetter)
        ? header.length() >= SHORTEST_ID && digits * 2 >= header.length()
        : digits > 0;
  }

  private static double of(String header, String name) {
    if (ImportSchemas.compared(header).equals(name)) {
      return 1;
    }
    Set<String> words = wordsOf(header);
    Set<String> wanted = wordsOf(name);
    if (words.isEmpty()) {
      return 0;
    }
    if (words.equals(wanted)) {
      return SAME_WORDS;
    }
    long common = words.stream().filter(wanted::contains).count();
    String letters = String.join("", words);
    String wantedLetters = String.join("", wanted);
    double byWords =
        BY_WORDS * 2 * common / (words.size() + wanted.size())
            + BY_BEGINNING * new JaroWinklerSimilarity().apply(letters, wantedLetters);
    int mistakes = LevenshteinDistance.getDefaultInstance().apply(letters, wantedLetters);
    double right = 1 - (double) mistakes / Math.max(letters.length(), wantedLetters.length());
    double byLetters = right >= FEW_MISTAKES ? BY_LETTERS * right : 0;
    return Math.round(Math.max(byWords, byLetters) * 100) / 100.0;
  }

  /** The words of a header in their usual form: {@code E-post (Deltaker)} is email, participant. */
  private static Set<String> wordsOf(String header) {
    String text = header.length() > ImportSchemas.LONGEST_HEADER ? "" : header;
    Set<String> words = new LinkedHashSet<>();
    StringBuilder word = new StringBuilder();
    char previous = ' ';
    for (char c : plain(text).toCharArray()) {
      boolean begins = Character.isUpperCase(c) && Character.isLowerCase(previous);
      if (begins || !Character.isLetterOrDigit(c)) {
        // The e of e-mail is no word of its own.
        if (!(word.toString().equals("e") && c == '-')) {
          add(word, words);
        }
      }
      if (Character.isLetterOrDigit(c)) {
        word.append(Character.toLowerCase(c));
      }
      previous = c;
    }
    add(word, words);
    return words;
  }

  private static void add(StringBuilder word, Set<String> words) {
    if (!word.isEmpty()) {
      words.add(WORDS.getOrDefault(word.toString(), word.toString()));
      word.setLength(0);
    }
  }

  /** Without accents. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (char c : Normalizer.normalize(text, Normalizer.Form.NFKD).toCharArray()) {
      if (Character.getType(c) != Character.NON_SPACING_MARK) {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** Lines of a word, a colon, and the words that mean it. */
  private static Map<String, String> words() {
    Map<String, String> words = new HashMap<>();
    try (InputStream in =
        HeaderLikeness.class.getResourceAsStream("/import-schemas/header-words.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> {
            int colon = line.indexOf(':');
            String meant = line.substring(0, colon);
            for (String word : line.substring(colon + 1).strip().split(" ", -1)) {
              words.put(plain(word).toLowerCase(Locale.ROOT), meant);
            }
          });
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
