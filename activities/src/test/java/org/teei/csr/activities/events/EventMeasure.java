package org.teei.csr.activities.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.profiles.TimelineProjection;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.Profiles;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Prints what applying an event costs, by the size of batches. Asserts nothing and is not run by
 * the build: {@code ./mvnw -pl activities -am test -Dtest=EventMeasure
 * -Dsurefire.failIfNoSpecifiedTests=false}, with {@code -Devents=}.
 */
class EventMeasure {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database = Database.create();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final Random random = new Random(1);

  @Test
  void costOfAnEventByBatch() throws IOException {
    int events = Integer.getInteger("events", 60_000);
    List<UUID> people =
        Stream.generate(() -> Profiles.fresh(tenancy, tenant)).limit(2_000).toList();
    long position = 1;
    for (int batch : List.of(500, 500, 1_000, 2_000, 4_000, 500, 1_000, 2_000, 4_000)) {
      List<Event> all = events(people, events, position);
      position += events;
      double here = seconds(ProcessHandle.current());
      double there = postgresSeconds();
      long start = System.nanoTime();
      for (int from = 0; from < events; from += batch) {
        List<Event> some = all.subList(from, Math.min(events, from + batch));
        tenancy.change(
            tenant, db -> Application.enter(db, tenant, new TimelineProjection()).take(some));
      }
      System.out.printf(
          "batches of %d: %.0f events/s; CPU %.1f us/event here, %.1f in PostgreSQL%n",
          batch,
          events * 1e9 / (System.nanoTime() - start),
          (seconds(ProcessHandle.current()) - here) * 1e6 / events,
          (postgresSeconds() - there) * 1e6 / events);
    }
  }

  /** A session and its rating, about people who come round again. */
  private List<Event> events(List<UUID> people, int count, long firstPosition) {
    var events = new ArrayList<Event>();
    while (events.size() < count) {
      UUID session = UUID.randomUUID();
      UUID participant = people.get(random.nextInt(people.size()));
      ObjectNode data =
          JSON.createObjectNode()
              .put("sessionId", session.toString())
              .put("participantId", participant.toString())
              .put("volunteerId", people.get(random.nextInt(people.size())).toString())
              .put("sessionType", "language")
              .put("scheduledAt", "2026-03-01T10:00:00Z")
              .put("completedAt", "2026-03-01T11:00:00Z")
              .put("durationMinutes", 45)
              .put("languageLevel", "B1")
              .put("rating", 0.8);
      for (String type : List.of("kintell.session.completed", "kintell.rating.created")) {
        long position = firstPosition + events.size();
        events.add(
            new Event(
                UUID.randomUUID(),
                tenant,
                type,
                participant,
                position,
                position,
                Instant.now(),
                null,
                null,
                data));
      }
    }
    return events;
  }

  private double postgresSeconds() throws IOException {
    Path data =
        Path.of(
            DSL.using(database.superuser(), SQLDialect.POSTGRES)
                .fetchSingle("show data_directory")
                .get(0, String.class));
    long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    return ProcessHandle.of(postmaster)
        .orElseThrow()
        .children()
        .mapToDouble(EventMeasure::seconds)
        .sum();
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }
}
