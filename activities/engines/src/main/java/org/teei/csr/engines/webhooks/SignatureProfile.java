package org.teei.csr.engines.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A form of signatures: where the time is, what is signed, and how the result is written. */
public enum SignatureProfile {
  /** {@code t=<epoch seconds>,v1=<hex>} over {@code <t>.<body>}; there may be several v1. */
  TIMED_HEX {
    @Override
    Optional<Claim> claim(String signature, String timestamp) {
      String time = "";
      List<byte[]> digests = new ArrayList<>();
      for (String part : signature.split(",", -1)) {
        String pair = part.strip();
        if (pair.startsWith("t=") && time.isEmpty()) {
          time = pair.substring(2);
        } else if (pair.startsWith("v1=")) {
          hex(pair.substring(3)).ifPresent(digests::add);
        } else {
          return Optional.empty();
        }
      }
      String begin = time + ".";
      return seconds(time).map(at -> new Claim(at, begin, digests));
    }
  },
  /** {@code sha256=<hex>} over {@code <epoch seconds>.<body>}. */
  PREFIXED_HEX {
    @Override
    Optional<Claim> claim(String signature, String timestamp) {
      return signature.startsWith("sha256=")
          ? seconds(timestamp)
              .flatMap(at ->
                  hex(signature.substring("sha256=".length()))
                      .map(digest -> new Claim(at, timestamp + ".", List.of(digest))))
          : Optional.empty();
    }
  },
  /** Base64 over {@code <ISO 8601 time>:<body>}. */
  BASE64 {
    @Override
    Optional<Claim> claim(String signature, String timestamp) {
      try {
        return Optional.of(
            new Claim(
                OffsetDateTime.parse(timestamp).toInstant(),
                timestamp + ":",
                List.of(Base64.getDecoder().decode(signature))));
      } catch (DateTimeException | IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  };

  private static final int MOST_DIGITS = 12;

  /**
   * What a signature claims.
   *
   * @param begin what is signed before the body
   * @param digests of which one has to be right
   */
  record Claim(Instant at, String begin, List<byte[]> digests) {}

  /** Nothing, if it has not this form. */
  abstract Optional<Claim> claim(String signature, String timestamp);

  /** The word for it. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<Instant> seconds(String digits) {
    return digits.isEmpty()
            || digits.length() > MOST_DIGITS
            || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(Long.parseLong(digits)));
  }

  private static Optional<byte[]> hex(String digits) {
    try {
      return Optional.of(HexFormat.of().parseHex(digits));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
