package org.teei.csr.bench.imports;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/**
 * A file of language sessions (Kintell format language 1.1) of which one row in a thousand is bad.
 * The same record always gives the same bytes; files with different seeds have no session in
 * common.
 *
 * @param rows data rows, without the header
 */
record SessionFile(long rows, long seed, Crowd crowd) {
  /** Known people: 16,000 participants and 4,000 volunteers. */
  static final int PARTICIPANTS = 16_000;

  private static final int VOLUNTEERS = 4_000;
  private static final int BAD_EVERY = 1_000;
  private static final LocalDate FIRST_DAY = LocalDate.of(2024, 9, 2);
  private static final List<String> TOPICS =
      List.of("grammar", "job interviews", "housing", "health", "small talk", "school");
  private static final List<String> REMARKS =
      List.of(
          "I dare to speak on the phone now.",
          "Too fast for me today; next week slower, please.",
          "First half: grammar\nSecond half: free talk\nBoth good.",
          "He said \"just try\", and it worked.",
          "Jeg forstod nesten alt i dag, det var gøy å høre dialekten.",
          "Дуже корисно: тепер я знаю, як написати листа до школи.",
          "كانت الجلسة مفيدة وتعلمت كلمات جديدة للعمل.");

  /** Whom the rows are about. */
  enum Crowd {
    /** People who come round again: 20,000 of them, all of whom {@link #everybody} names. */
    KNOWN,
    /** A new participant in each row, and a new volunteer in each fourth. */
    NEW
  }

  /** A row about each of the known people, so that an import of it makes them known. */
  static SessionFile everybody() {
    return new SessionFile(PARTICIPANTS, 0, Crowd.KNOWN);
  }

  /** How many rows every import of the file accepts. */
  long sound() {
    return rows - rows / BAD_EVERY;
  }

  void write(Path path) throws IOException {
    try (CsvWriter csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.CRLF)
            .build(Files.newBufferedWriter(path, StandardCharsets.UTF_8))) {
      csv.writeRecord(SentSession.HEADER);
      for (long number = 1; number <= rows; number++) {
        csv.writeRecord(row(number));
      }
    }
  }

  private List<String> row(long number) {
    Random random = new Random(seed * 1_000_003 + number * 31);
    Instant scheduled =
        FIRST_DAY
            .plusDays(random.nextInt(730))
            .atTime(7 + random.nextInt(13), 15 * random.nextInt(4))
            .toInstant(ZoneOffset.UTC);
    int minutes = 15 * (1 + random.nextInt(8));
    boolean completed = random.nextInt(100) < 92;
    boolean rated = completed && random.nextInt(100) < 80;
    boolean remarked = rated && random.nextInt(100) < 70;
    return List.of(
        "S-%d-%d".formatted(seed, number),
        participant(number, random),
        volunteer(number, random),
        scheduled.toString(),
        completed ? scheduled.plus(Duration.ofMinutes(minutes)).toString() : "",
        String.valueOf(minutes),
        rated(number, rated, random),
        remarked ? pick(REMARKS, random) : "",
        pick(SentSession.LEVELS, random),
        random.nextInt(3) == 0 ? "" : pick(TOPICS, random),
        random.nextInt(4) == 0 ? "" : "{\"week\":%d}".formatted(1 + random.nextInt(52)));
  }

  /** No row of any file may say 7; the first one settles that ratings go up to 5. */
  private static String rated(long number, boolean rated, Random random) {
    if (number % BAD_EVERY == 0) {
      return "7";
    }
    return number == 1 ? "5" : rated ? String.valueOf(1 + random.nextInt(5)) : "";
  }

  private String participant(long number, Random random) {
    return switch (crowd) {
      case KNOWN ->
          "p%d@example.org".formatted(seed == 0 ? number - 1 : random.nextInt(PARTICIPANTS));
      case NEW -> "p%d-%d@example.org".formatted(seed, number);
    };
  }

  private String volunteer(long number, Random random) {
    return switch (crowd) {
      case KNOWN ->
          "v%d@example.org"
              .formatted(seed == 0 ? (number - 1) % VOLUNTEERS : random.nextInt(VOLUNTEERS));
      case NEW -> "v%d-%d@example.org".formatted(seed, (number + 3) / 4);
    };
  }

  private static String pick(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
