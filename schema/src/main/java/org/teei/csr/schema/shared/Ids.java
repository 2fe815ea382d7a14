package org.teei.csr.schema.shared;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.nio.charset.StandardCharsets;
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

  /**
   * The one id that a part of something has: a UUID of version 3 of its owner's id and its name.
   */
  public static UUID derived(UUID owner, String part) {
    return UUID.nameUUIDFromBytes((owner + "/" + part).getBytes(StandardCharsets.UTF_8));
  }
}
