package org.teei.csr.deploy.imports;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.teei.csr.deploy.imports.SampleSessions.Options;
import org.teei.csr.deploy.imports.SampleSessions.Summary;

class SampleSessionsTest {

  @Test
  void the_same_options_give_the_same_bytes() throws IOException {
    assertThat(written(Options.of(500, 42))).isEqualTo(written(Options.of(500, 42)));
  }

  @Test
  void a_shorter_file_is_the_beginning_of_a_longer_one() throws IOException {
    assertThat(written(Options.of(500, 42))).startsWith(written(Options.of(100, 42)));
  }

  @Test
  void another_seed_gives_other_sessions() throws IOException {
    assertThat(ids(Options.of(500, 1))).doesNotContainAnyElementsOf(ids(Options.of(500, 2)));
  }

  @Test
  void the_summary_counts_what_an_import_will_find() throws IOException {
    var options = new Options(5_000, 7, 0.05, 0.03, 300);
    Summary summary = summary(options);
    List<NamedCsvRecord> rows = rows(options);

    assertThat(rows).hasSize(5_000);
    assertThat(summary.rows())
        .isEqualTo(summary.valid() + summary.rejected() + summary.duplicate());
    assertThat(summary.rejected()).isBetween(150L, 350L);
    assertThat(summary.duplicate()).isBetween(75L, 225L);
    List<NamedCsvRecord> good = rows.stream().filter(row -> !isBad(row)).toList();
    assertThat(rows.size() - good.size()).isEqualTo((int) summary.rejected());
    assertThat(good.stream().map(row -> row.getField("session_id")).distinct().count())
        .isEqualTo(summary.valid());
  }

  @Test
  void a_file_without_bad_and_repeated_rows_is_all_good() throws IOException {
    assertThat(summary(new Options(1_000, 5, 0, 0, 10))).isEqualTo(new Summary(1_000, 1_000, 0, 0));
  }

  @Test
  void addresses_lie_in_reserved_domains_and_people_come_back() throws IOException {
    List<NamedCsvRecord> rows = rows(new Options(2_000, 9, 0, 0, 100));
    var people = new HashSet<String>();
    for (NamedCsvRecord row : rows) {
      people.add(row.getField("participant_email").toLowerCase(java.util.Locale.ROOT));
      assertThat(row.getField("volunteer_email")).matches(".+@example\\.(org|com|net)");
    }
    assertThat(people).hasSize(100).allMatch(email -> email.matches(".+@example\\.(org|com|net)"));
  }

  @Test
  void feedback_spans_lines_and_scripts() throws IOException {
    String all =
        rows(Options.of(500, 1)).stream()
            .map(row -> row.getField("feedback_text"))
            .collect(Collectors.joining());
    assertThat(all).contains("\n", "\"", "ø", "Д", "م", "の");
  }

  /** Each error is one that the format's rules name, written down here a second time on purpose. */
  private static boolean isBad(NamedCsvRecord row) {
    return row.getField("session_id").isEmpty()
        || row.getField("participant_email").contains(" ")
        || row.getField("volunteer_email").contains("@@")
        || !row.getField("scheduled_at").endsWith("Z")
        || (!row.getField("completed_at").isEmpty()
            && row.getField("completed_at").startsWith("2020"))
        || List.of("0", "481").contains(row.getField("duration_minutes"))
        || row.getField("rating").equals("7")
        || row.getField("language_level").equals("D1");
  }

  private static List<String> ids(Options options) throws IOException {
    return rows(options).stream()
        .map(row -> row.getField("session_id"))
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private static List<NamedCsvRecord> rows(Options options) throws IOException {
    String text = new String(written(options), StandardCharsets.UTF_8);
    try (var reader = CsvReader.builder().ofNamedCsvRecord(text)) {
      return reader.stream().toList();
    }
  }

  private static byte[] written(Options options) throws IOException {
    var bytes = new ByteArrayOutputStream();
    SampleSessions.write(bytes, options);
    return bytes.toByteArray();
  }

  private static Summary summary(Options options) throws IOException {
    return SampleSessions.write(new ByteArrayOutputStream(), options);
  }
}
