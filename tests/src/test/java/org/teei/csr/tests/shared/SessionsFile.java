package org.teei.csr.tests.shared;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A small file of sessions in the simple format, with fresh ids and addresses. */
public final class SessionsFile {
  private static final String HEADER =
      "session_id,session_type,participant_email,volunteer_email,date,duration_min,rating,feedback_text,language_level";

  /** Distinguishes the people and sessions of one test from those of all others. */
  public final String mark = UUID.randomUUID().toString().substring(0, 8);

  private final List<String> lines = new ArrayList<>(List.of(HEADER));

  public static SessionsFile ofRows(int rows) {
    SessionsFile file = new SessionsFile();
    for (int i = 1; i <= rows; i++) {
      file.session(i, "5", "Useful hour " + i);
    }
    return file;
  }

  public SessionsFile session(int number, String rating, String feedback) {
    return line(
        "%s-%d,Language Connect,%s,%s,2026-03-01T15:00:00Z,60,%s,%s,B1"
            .formatted(mark, number, participant(), volunteer(), rating, feedback));
  }

  public SessionsFile line(String line) {
    lines.add(line);
    return this;
  }

  public String participant() {
    return "participant-" + mark + "@example.org";
  }

  public String volunteer() {
    return "volunteer-" + mark + "@example.com";
  }

  public byte[] bytes() {
    return String.join("\r\n", lines).concat("\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
