package org.teei.csr.simulators.shared;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What happens on the connection after a request. */
public sealed interface Reply {

  /** An answer as it should be. */
  record Answer(int status, Map<String, String> headers, byte[] body) implements Reply {

    public static Answer json(int status, String json) {
      return new Answer(
          status,
          Map.of("Content-Type", "application/json"),
          json.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer xml(int status, String xml) {
      return new Answer(
          status,
          Map.of("Content-Type", "text/xml; charset=utf-8"),
          xml.getBytes(StandardCharsets.UTF_8));
    }

    public Answer with(Map<String, String> more) {
      var all = new TreeMap<>(headers);
      all.putAll(more);
      return new Answer(status, all, body);
    }
  }

  /** The same, head included, with a pause after each byte. */
  record Dripped(Answer answer, Duration pause) implements Reply {}

  /** Nothing, until the client gives up or the time is over. */
  record Silence(Duration longest) implements Reply {}

  /** The connection is cut: the client sees a reset. */
  record Reset() implements Reply {}
}
