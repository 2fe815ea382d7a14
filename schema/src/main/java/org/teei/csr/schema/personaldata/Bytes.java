package org.teei.csr.schema.personaldata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Unambiguous byte strings for associated data. */
final class Bytes {
  private Bytes() {}

  /** The parts, each with its length before it. */
  static byte[] of(String... parts) {
    var bytes = new ByteArrayOutputStream();
    for (var part : parts) {
      var encoded = part.getBytes(UTF_8);
      bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(encoded.length).array());
      bytes.writeBytes(encoded);
    }
    return bytes.toByteArray();
  }

  /** The parts as above, then the sixteen bytes of {@code id}. */
  static byte[] of(UUID id, String... parts) {
    var prefix = of(parts);
    return ByteBuffer.allocate(prefix.length + 16)
        .put(prefix)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
