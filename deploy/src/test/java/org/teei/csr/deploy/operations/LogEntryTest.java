package org.teei.csr.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LogEntryTest {
  private static final ZoneId ZONE = ZoneOffset.ofHours(1);

  @Test
  void shows_time_level_and_message_of_an_entry() {
    assertThat(
            shown(
                """
                {"@timestamp":"2026-03-01T11:22:33.456Z","log":{"level":"ERROR","logger":"x.Y"},\
                "process":{"pid":7},"message":"Port 8080 is taken","error":{"stack_trace":"at x"}}\
                """))
        .isEqualTo("12:22:33 ERROR Port 8080 is taken");
  }

  @Test
  void shows_a_message_of_many_lines_in_one() {
    assertThat(shown("{\"message\":\"\\n\\n***\\nAPPLICATION FAILED\\n\\tDescription:\\n\"}"))
        .endsWith("*** APPLICATION FAILED Description:")
        .doesNotContain("\n");
  }

  @Test
  void shortens_a_message_to_200_characters() {
    String message = shown("{\"message\":\"" + "😀".repeat(300) + "\"}").strip();

    assertThat(message).endsWith("😀…");
    assertThat(message.codePointCount(0, message.length())).isEqualTo(200);
  }

  @Test
  void keeps_a_line_of_text() {
    assertThat(shown("database system is ready")).isEqualTo("database system is ready");
  }

  @Test
  void keeps_what_only_looks_like_an_entry() {
    assertThat(shown("{half")).isEqualTo("{half");
  }

  private static String shown(String line) {
    return LogEntry.shown(line, ZONE);
  }
}
