package org.teei.csr.engines.imports;

/** What a person came to a programme as. {@link #id()} is the spelling in rows. */
public enum UserRole {
  PARTICIPANT("participant"),
  VOLUNTEER("volunteer");

  private final String id;

  UserRole(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  /**
   * @param word one of those that the programme's files have
   */
  static UserRole of(String word) {
    return switch (word) {
      case "advisor", "mentor", "tutor", "volunteer" -> VOLUNTEER;
      case "learner", "mentee", "student", "participant" -> PARTICIPANT;
      default -> throw new IllegalArgumentException("not a role");
    };
  }
}
