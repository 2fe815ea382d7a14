package org.teei.csr.api.imports;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Files of sessions, each with content of its own. */
final class SessionFiles {
  static final String HEADER =
      "session_id,participant_email,volunteer_email,scheduled_at,rating,note\r\n";

  private SessionFiles() {}

  static byte[] fresh(int rows) {
    var text = new StringBuilder(HEADER);
    var batch = UUID.randomUUID();
    for (int i = 1; i <= rows; i++) {
      text.append(row(batch + "-" + i, i));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String row(String id, int i) {
    return "%s,p%d@example.org,v%d@example.org,2026-03-01,0.5,plain\r\n".formatted(id, i, i);
  }
}
