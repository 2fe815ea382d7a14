package org.teei.csr.engines.imports;

/**
 * Why a row is rejected. {@link #code()} is stable; the sentence names the column and never the
 * value of the cell.
 */
public enum RowErrorCode {
  BAD_EMAIL("E001", "%s is not a valid e-mail address."),
  MISSING("E002", "%s is required and blank."),
  BAD_DATE(
      "E003", "%s is neither a date (YYYY-MM-DD) nor an ISO-8601 date and time with its offset."),
  DURATION_RANGE("E004", "%s is not a whole number of minutes from 1 to 480."),
  BAD_LANGUAGE_LEVEL("E005", "%s is not one of A1, A2, B1, B2, C1, C2."),
  RATING_RANGE("E006", "%s is not a rating on the scale of the file."),
  COMPLETED_BEFORE_SCHEDULED("E007", "%s lies before the scheduled time."),
  NOT_ALLOWED("E008", "%s is not one of the allowed values."),
  TOO_LONG("E009", "%s is longer than allowed."),
  UNKNOWN_PERSON("E010", "%s belongs to no known person."),
  AMBIGUOUS_PERSON("E011", "%s and the identifiers beside it belong to different people."),
  ERASED_PERSON("E012", "%s belongs to a person whose data was erased."),
  WRONG_CELL_COUNT("E013", "The row does not have as many cells as the header."),
  SAME_PERSON_TWICE("E014", "%s is the same person as the participant."),
  DATE_TOO_OLD("E015", "%s lies more than 10 years back."),
  NOT_A_JSON_OBJECT("E016", "%s is not a JSON object."),
  NOT_AN_ID("E017", "%s is not an id of this platform."),
  NOT_AS_DECLARED("E040", "%s is not a date of the declared format."),
  SCIENTIFIC_ID(
      "E041",
      "%s was turned into a rounded number by a spreadsheet; format the column as text there."),
  BAD_DAY(
      "E030", "%s is neither a date (2025-12-14, or Dec 14, 2025) nor an ISO-8601 date and time."),
  BAD_WEB_ADDRESS("E031", "%s is not a web address that begins with https:// or http://."),
  NOT_A_UUID("E032", "%s is not a UUID."),
  EXPIRES_BEFORE_ISSUED("E033", "%s lies before the day of issue."),
  SCORE_RANGE("E034", "%s is not a number from 0 to 100."),
  UNKNOWN_MATCH("E018", "%s names no known match."),
  DIFFERENT_MATCHES("E019", "%s names another match than the other columns of the row."),
  ENDED_BEFORE_MATCHED("E020", "%s lies before the time of the match."),
  NOT_ENDED("E021", "%s is given for a match whose status is not ended."),
  KEY_OF_ANOTHER_MATCH("E022", "%s belongs to another match.");

  private final String code;
  private final String template;

  RowErrorCode(String code, String template) {
    this.code = code;
    this.template = template;
  }

  public String code() {
    return code;
  }

  /** The sentence with {@code %s} in the place of the column. */
  public String template() {
    return template;
  }

  /** The sentence about this column. */
  public String message(String column) {
    return template.replace("%s", column);
  }

  /**
   * The error with this {@link #code()}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RowErrorCode of(String code) {
    for (RowErrorCode error : values()) {
      if (error.code.equals(code)) {
        return error;
      }
    }
    throw new IllegalArgumentException("not a row error code");
  }
}
