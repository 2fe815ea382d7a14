package org.teei.csr.deploy.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes files of invented language sessions (Kintell format language 1.1) for demonstrations,
 * benchmarks and tests.
 *
 * <p>The same options always give the same bytes. Each row is computed from the seed and its own
 * number, so a file of any length is written in constant memory. Addresses lie in the reserved
 * example domains and nobody is named.
 */
public final class SampleSessions {

  /**
   * What to write.
   *
   * @param rows data rows, without the header
   * @param seed equal seeds give equal files; different seeds have no session id in common
   * @param badShare share of rows that every validation rejects, 0 to 1
   * @param duplicateShare share of rows that repeat the session id of a valid row shortly before, 0
   *     to 1; about half of them with changed content
   * @param people number of participants; there is one volunteer for every four
   */
  public record Options(long rows, long seed, double badShare, double duplicateShare, int people) {
    public Options {
      if (rows < 0
          || people < 1
          || badShare < 0
          || duplicateShare < 0
          || badShare + duplicateShare > 1) {
        throw new IllegalArgumentException("rows, people and shares must fit together");
      }
    }

    /** Two bad rows and one duplicate in a hundred, 600 participants. */
    public static Options of(long rows, long seed) {
      return new Options(rows, seed, 0.02, 0.01, 600);
    }
  }

  /**
   * What was written, and so what an import of the file into an empty tenant must come to.
   *
   * @param valid rows that are accepted: one for each session id
   * @param rejected rows that carry at least one error of E001 to E007
   * @param duplicate rows that lose against a row with the same session id, the later row of a file
   *     wins
   */
  public record Summary(long rows, long valid, long rejected, long duplicate) {}

  private enum Kind {
    VALID,
    BAD,
    DUPLICATE
  }

  /** How far before a duplicate the row that it repeats may lie. */
  private static final int DUPLICATE_REACH = 500;

  private static final LocalDate FIRST_DAY = LocalDate.of(2024, 9, 2);

  private static final List<String> HEADER =
      List.of(
          "session_id",
          "participant_email",
          "volunteer_email",
          "scheduled_at",
          "completed_at",
          "duration_minutes",
          "rating",
          "feedback_text",
          "language_level",
          "topics",
          "metadata");

  private static final List<String> DOMAINS = List.of("example.org", "example.com", "example.net");
  private static final List<String> LEVELS = List.of("A1", "A2", "B1", "B2", "C1", "C2");
  private static final List<String> TOPICS =
      List.of(
          "grammar",
          "job interviews",
          "housing",
          "health",
          "small talk",
          "pronunciation",
          "school",
          "travel");
  private static final List<String> MODES = List.of("video", "phone", "on-site");

  /** One-sided, glad, tired and mixed remarks, in the languages that participants write in. */
  private static final List<String> REMARKS =
      List.of(
          "I dare to speak on the phone now.",
          "We practised the words for the doctor's appointment, very useful",
          "Too fast for me today; next week slower, please.",
          "He said \"just try\", and it worked.",
          "First half: grammar\nSecond half: free talk\nBoth good.",
          "- the sound broke off twice, + we finished anyway",
          "Jeg forstod nesten alt i dag, det var gøy å høre dialekten.",
          "Vi øvde på jobbintervju, og jeg er mindre nervøs.",
          "Дуже корисно: тепер я знаю, як написати листа до школи.",
          "Було важко зосередитися, але розмова допомогла.",
          "Endlich verstehe ich den Unterschied, danke fürs Üben.",
          "Die Stunde war kurz; wir machen nächste Woche weiter.",
          "On a beaucoup ri, et j'ai appris dix mots nouveaux.",
          "J'aurais aimé plus d'exercices à l'oral.",
          "Practicamos una llamada con el ayuntamiento, ¡qué alivio!",
          "كانت الجلسة مفيدة وتعلمت كلمات جديدة للعمل.",
          "今日は自己紹介の練習をしました。",
          "Good 👍 — same time next week");

  private final Options options;

  private SampleSessions(Options options) {
    this.options = options;
  }

  /** Writes the file as UTF-8 with CRLF and leaves the stream open, flushed. */
  public static Summary write(OutputStream stream, Options options) throws IOException {
    return new SampleSessions(options).write(stream);
  }

  private Summary write(OutputStream stream) throws IOException {
    Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(writer);
    long[] written = new long[Kind.values().length];
    try {
      csv.writeRecord(HEADER);
      for (long number = 1; number <= options.rows; number++) {
        Kind kind = kind(number);
        csv.writeRecord(
            switch (kind) {
              case VALID -> session(number);
              case BAD -> spoiled(session(number), random(number, 3));
              case DUPLICATE -> repeated(number);
            });
        written[kind.ordinal()]++;
      }
      csv.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new Summary(
        options.rows,
        written[Kind.VALID.ordinal()],
        written[Kind.BAD.ordinal()],
        written[Kind.DUPLICATE.ordinal()]);
  }

  /** A source of chance that depends on the seed, the row and the purpose only. */
  private Random random(long number, int purpose) {
    long mixed = (options.seed * 31 + purpose) * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L;
    return new Random(mixed ^ (mixed >>> 29));
  }

  /** The first row is always valid, so every duplicate has a row to repeat. */
  private Kind kind(long number) {
    double chance = random(number, 1).nextDouble();
    if (number == 1) {
      return options.badShare == 1 ? Kind.BAD : Kind.VALID;
    }
    if (chance < options.badShare) {
      return Kind.BAD;
    }
    return chance < options.badShare + options.duplicateShare ? Kind.DUPLICATE : Kind.VALID;
  }

  private String[] session(long number) {
    Random random = random(number, 2);
    int participant = random.nextInt(options.people);
    int volunteer = random.nextInt(Math.max(1, options.people / 4));
    Instant scheduled =
        FIRST_DAY
            .plusDays(random.nextInt(730))
            .atTime(7 + random.nextInt(13), 15 * random.nextInt(4))
            .toInstant(ZoneOffset.UTC);
    int minutes = 15 * (1 + random.nextInt(8));
    boolean completed = random.nextInt(100) < 92;
    boolean rated = completed && random.nextInt(100) < 80;
    String email =
        "participant%05d@%s".formatted(participant, DOMAINS.get(participant % DOMAINS.size()));
    return new String[] {
      sessionId(number),
      random.nextInt(50) == 0 ? email.toUpperCase(Locale.ROOT) : email,
      "volunteer%05d@%s".formatted(volunteer, DOMAINS.get(volunteer % DOMAINS.size())),
      scheduled.toString(),
      completed ? scheduled.plus(Duration.ofMinutes(minutes)).toString() : "",
      String.valueOf(minutes),
      rated ? String.valueOf(2 + random.nextInt(4)) : "",
      rated && random.nextInt(10) < 7 ? REMARKS.get(random.nextInt(REMARKS.size())) : "",
      level(participant, random),
      random.nextInt(3) == 0 ? "" : topics(random),
      random.nextInt(4) == 0
          ? ""
          : "{\"mode\":\"%s\",\"week\":%d}".formatted(pick(MODES, random), 1 + random.nextInt(52))
    };
  }

  private String sessionId(long number) {
    return "LS-"
        + Long.toString(options.seed, 36).toUpperCase(Locale.ROOT)
        + "-"
        + "%07d".formatted(number);
  }

  /**
   * A person stays near one level; a few cells are blank or in lower case, which the format allows.
   */
  private static String level(int participant, Random random) {
    int level = Math.min(LEVELS.size() - 1, participant % LEVELS.size() + random.nextInt(2));
    return switch (random.nextInt(20)) {
      case 0 -> "";
      case 1 -> LEVELS.get(level).toLowerCase(Locale.ROOT);
      default -> LEVELS.get(level);
    };
  }

  private static String topics(Random random) {
    String first = pick(TOPICS, random);
    String second = pick(TOPICS, random);
    return first.equals(second) ? first : first + ", " + second;
  }

  private static String pick(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A valid row shortly before, as it was or with another rating and remark. */
  private String[] repeated(long number) {
    Random random = random(number, 4);
    long earlier = number - 1 - random.nextLong(Math.min(DUPLICATE_REACH, number - 1));
    while (kind(earlier) != Kind.VALID) {
      earlier--;
    }
    String[] row = session(earlier);
    if (random.nextBoolean()) {
      row[6] = String.valueOf(2 + random.nextInt(4));
      row[7] = pick(REMARKS, random);
    }
    return row;
  }

  /** One error, or two in every fourth bad row; each of them makes the row invalid by itself. */
  private static String[] spoiled(String[] row, Random random) {
    spoil(row, random);
    if (random.nextInt(4) == 0) {
      spoil(row, random);
    }
    return row;
  }

  private static void spoil(String[] row, Random random) {
    switch (random.nextInt(8)) {
      case 0 -> row[1] = "participant at example.org";
      case 1 -> row[2] = "volunteer@@example.org";
      case 2 -> row[0] = "";
      case 3 -> row[3] = "31.02.2025";
      case 4 -> row[5] = random.nextBoolean() ? "0" : "481";
      case 5 -> row[8] = "D1";
      case 6 -> row[6] = "7";
      default -> row[4] = "2020-01-01T00:00:00Z";
    }
  }
}
