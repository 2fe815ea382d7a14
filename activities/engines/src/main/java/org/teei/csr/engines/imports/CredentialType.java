package org.teei.csr.engines.imports;

/** What kind of paper a credential is. {@link #id()} is the spelling in rows and events. */
public enum CredentialType {
  CERTIFICATE("certificate"),
  BADGE("badge"),
  DIPLOMA("diploma"),
  TRANSCRIPT("transcript");

  private final String id;

  CredentialType(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  static CredentialType of(String id) {
    for (CredentialType type : values()) {
      if (type.id.equals(id)) {
        return type;
      }
    }
    throw new IllegalArgumentException("not a type of credential");
  }
}
