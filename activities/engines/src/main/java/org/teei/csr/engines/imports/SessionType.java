package org.teei.csr.engines.imports;

/** What a session is about. {@link #id()} is the spelling in rows and events. */
public enum SessionType {
  LANGUAGE("language"),
  MENTORSHIP("mentorship");

  private final String id;

  SessionType(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }
}
