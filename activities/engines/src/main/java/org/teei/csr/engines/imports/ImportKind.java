package org.teei.csr.engines.imports;

/** What a file is imported as: the last segment of {@code POST /v1/import/<kind>}. */
public enum ImportKind {
  SESSIONS("sessions");

  private final String id;

  ImportKind(String id) {
    this.id = id;
  }

  /** The spelling in URLs, rows and documents. */
  public String id() {
    return id;
  }
}
