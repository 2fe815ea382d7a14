package org.teei.csr.engines.imports;

import org.jspecify.annotations.Nullable;

/** Levels of the Common European Framework of Reference for Languages. */
public enum CefrLevel {
  A1,
  A2,
  B1,
  B2,
  C1,
  C2;

  /** The level with this name in any case, or null if there is none. */
  static @Nullable CefrLevel of(String text) {
    for (CefrLevel level : values()) {
      if (level.name().equalsIgnoreCase(text)) {
        return level;
      }
    }
    return null;
  }
}
