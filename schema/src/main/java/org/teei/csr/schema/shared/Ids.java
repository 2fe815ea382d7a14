package org.teei.csr.schema.shared;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.UUID;

/** Ids of rows and events. */
public final class Ids {
  private static final NoArgGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private Ids() {}

  /**
   * A new UUID of version 7 (RFC 9562): ids made later sort later, so indexes grow at their end.
   */
  public static UUID next() {
    return GENERATOR.generate();
  }
}
