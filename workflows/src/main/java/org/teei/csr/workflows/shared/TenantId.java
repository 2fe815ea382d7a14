package org.teei.csr.workflows.shared;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The short, immutable name of a tenant (one company), for example {@code demo}: 2 to 40 lower-case
 * letters, digits and hyphens. It appears in workflow ids and search attributes.
 */
public record TenantId(@JsonValue String value) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TenantId {
    boolean sound = value.length() >= 2 && value.length() <= 40 && value.charAt(0) != '-';
    for (int i = 0; sound && i < value.length(); i++) {
      char c = value.charAt(i);
      sound = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
    if (!sound) {
      throw new IllegalArgumentException(
          "A tenant id has 2 to 40 lower-case letters, digits or hyphens");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
