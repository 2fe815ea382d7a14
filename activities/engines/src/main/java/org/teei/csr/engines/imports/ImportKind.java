package org.teei.csr.engines.imports;

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

  /** The spelling in URLs, rows and documents. */
  public String id() {
    return id;
  }

  /** The kind of system that writes such files; what it calls people is an identifier of them. */
  public String source() {
    return source;
  }
}
