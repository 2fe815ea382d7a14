package org.teei.csr.activities.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;

/** The stream that holds all events for thirty days: {@code csr.events.<tenant>.<type>}. */
final class EventStream {
  static final String NAME = "EVENTS";
  static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(30);
  static final Duration MAX_AGE = Duration.ofDays(30);

  private static final String PREFIX = "csr.events.";
  private static final int STREAM_NOT_FOUND = 10_059;

  private EventStream() {}

  static String subject(String tenant, String type) {
    return PREFIX + tenant + "." + type;
  }

  /** The subjects of a type for all tenants. */
  static String subjects(String type) {
    return PREFIX + "*." + type;
  }

  /** Creates the stream, or brings its settings up to date. */
  static void ensure(Connection nats) throws IOException, JetStreamApiException {
    var settings =
        StreamConfiguration.builder()
            .name(NAME)
            .description("Events of committed changes, per tenant in commit order")
            .subjects(PREFIX + ">")
            .storageType(StorageType.File)
            .duplicateWindow(DUPLICATE_WINDOW)
            .maxAge(MAX_AGE)
            .build();
    JetStreamManagement management = nats.jetStreamManagement();
    try {
      management.updateStream(settings);
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != STREAM_NOT_FOUND) {
        throw e;
      }
      management.addStream(settings);
    }
  }
}
