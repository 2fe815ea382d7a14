package org.teei.csr.engines.imports;

import java.util.Arrays;
import java.util.Optional;

/** What a file is imported as: the last segment of {@code POST /v1/import/<kind>}. */
public enum ImportKind {
  SESSIONS("sessions", "kintell"),
  USERS("users", "kintell"),
  COMPLETIONS("completions", "upskilling"),
  CREDENTIALS("credentials", "upskilling"),
  MATCHES("matches", "buddy"),
  EVENTS("events", "buddy"),
  CHECKINS("checkins", "buddy"),
  FEEDBACK("feedback", "buddy");

  private final String id;
  private final String source;

  ImportKind(String id, String source) {
    this.id = id;
    this.source = source;
  }

  /** The kind with this {@link #id()}. */
  public static Optional<ImportKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
  }

  /** The spelling in URLs, rows and documents. */
  public String id() {
    return id;
  }

  /** The kind of system that writes such files; what it calls people is an identifier of them. */
  public String source() {
    return source;
  }
}
