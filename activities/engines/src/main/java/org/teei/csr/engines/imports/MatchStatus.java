package org.teei.csr.engines.imports;

/** How a match stands. {@link #id()} is the spelling in rows and answers. */
public enum MatchStatus {
  ACTIVE("active"),
  INACTIVE("inactive"),
  ENDED("ended");

  private final String id;

  MatchStatus(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }
}
