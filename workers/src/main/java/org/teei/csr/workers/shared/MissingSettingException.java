package org.teei.csr.workers.shared;

import org.jspecify.annotations.Nullable;

/** The process was started without a setting that it needs, or with one that it refuses. */
public final class MissingSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence tells the operator what to set
   */
  public MissingSettingException(String sentence) {
    super(sentence);
  }

  /** The value, if there is one. */
  public static String require(@Nullable String value, String key, String meaning) {
    if (value == null || value.isBlank()) {
      throw new MissingSettingException(key + " is missing: set it to " + meaning + ".");
    }
    return value;
  }
}
