package org.teei.csr.schema.personaldata;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts decryptions by their purpose, and raises the alarm where one is refused: a ciphertext was
 * changed or lies where it does not belong. Purposes are constants of the code: the table and
 * column of a person's cell, or {@code person-key}, {@code tenant-key}, {@code tenant-data}, {@code
 * payload}.
 */
final class Decryptions {
  private static final Logger LOG = LoggerFactory.getLogger(Decryptions.class);

  private final MeterRegistry meters;
  private final Map<String, Counter> opened = new ConcurrentHashMap<>();

  Decryptions(MeterRegistry meters) {
    this.meters = meters;
    // There from the start, so that the first refusal is an increase.
    Stream.of("person-key", "tenant-key", "tenant-data", "payload").forEach(this::refusals);
  }

  void opened(String purpose) {
    opened
        .computeIfAbsent(
            purpose,
            name ->
                Counter.builder("csr.personaldata.decryptions")
                    .description("Ciphertexts that were opened")
                    .tag("purpose", name)
                    .register(meters))
        .increment();
  }

  /** The exception to throw, after the alarm. */
  DecryptionException refused(String purpose, String message, @Nullable Throwable cause) {
    refusals(purpose).increment();
    LOG.atError().addKeyValue("purpose", purpose).log("Decryption refused");
    return new DecryptionException(message, cause);
  }

  private Counter refusals(String purpose) {
    return Counter.builder("csr.personaldata.decryption.refused")
        .description("Ciphertexts that did not open: changed, moved, or their key is gone")
        .tag("purpose", purpose)
        .register(meters);
  }
}
