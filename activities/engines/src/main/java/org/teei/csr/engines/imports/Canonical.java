package org.teei.csr.engines.imports;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Length-prefixed UTF-8 values, -1 for none: no two contents give the same bytes. */
final class Canonical {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final DataOutputStream out = new DataOutputStream(bytes);

  Canonical text(@Nullable String value) {
    try {
      if (value == null) {
        out.writeInt(-1);
      } else {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** As it spells itself. */
  Canonical value(@Nullable Object value) {
    return text(value == null ? null : value.toString());
  }

  Canonical instant(@Nullable Instant value) {
    return value(value);
  }

  Canonical decimal(@Nullable BigDecimal value) {
    return text(value == null ? null : value.stripTrailingZeros().toPlainString());
  }

  Canonical texts(List<String> values) {
    text(Integer.toString(values.size()));
    values.forEach(this::text);
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
