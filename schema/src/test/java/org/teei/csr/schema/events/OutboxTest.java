package org.teei.csr.schema.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.OUTBOX_EVENTS;
import static org.teei.csr.schema.jooq.Tables.OUTBOX_POSITIONS;
import static org.teei.csr.schema.jooq.Tables.PROFILES;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

class OutboxTest {
  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final OutboxReader reader = new OutboxReader(tenancy);
  private final String tenant = database.freshTenant();

  @Test
  void eventsAreReadAsTheyWereAppended() {
    var person = persons(1).getFirst();
    var session = Ids.next();
    var event =
        new NewEvent(
            Ids.next(),
            "kintell.session.completed",
            person,
            Map.of("sessionId", session, "minutes", 45));

    tenancy.change(
        tenant, db -> Outbox.append(db, tenant, List.of(event), "import-1", "00-trace-parent-01"));

    assertThat(reader.next(tenant, 10))
        .singleElement()
        .satisfies(read -> {
          assertThat(read.tenant()).isEqualTo(tenant);
          assertThat(read.position()).isEqualTo(1);
          assertThat(read.eventId()).isEqualTo(event.eventId());
          assertThat(read.type()).isEqualTo("kintell.session.completed");
          assertThat(read.personId()).isEqualTo(person);
          assertThat(read.subjectVersion()).isEqualTo(1);
          assertThat(read.data())
              .isEqualTo("{\"minutes\": 45, \"sessionId\": \"" + session + "\"}");
          assertThat(read.correlationId()).isEqualTo("import-1");
          assertThat(read.traceParent()).isEqualTo("00-trace-parent-01");
        });
  }

  @Test
  void versionsCountTheEventsOfEachPersonInListOrder() {
    var people = persons(2);
    var a = people.get(0);
    var b = people.get(1);

    append(List.of(event(a), event(b), event(a)));
    append(List.of(event(a)));

    assertThat(reader.next(tenant, 10))
        .extracting(OutboxEvent::personId)
        .containsExactly(a, b, a, a);
    assertThat(reader.next(tenant, 10))
        .extracting(OutboxEvent::subjectVersion)
        .containsExactly(1L, 1L, 2L, 3L);
    assertThat(reader.next(tenant, 10))
        .extracting(OutboxEvent::position)
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(version(a)).isEqualTo(3);
  }

  @Test
  void aRolledBackChangeLeavesNoEventAndNoGap() {
    var person = persons(1).getFirst();
    assertThatThrownBy(() ->
            tenancy.change(
                tenant,
                db -> {
                  Outbox.append(db, tenant, List.of(event(person)), null, null);
                  throw new IllegalStateException("stop");
                }))
        .hasMessage("stop");

    append(List.of(event(person)));

    assertThat(reader.next(tenant, 10)).extracting(OutboxEvent::position).containsExactly(1L);
    assertThat(version(person)).isEqualTo(1);
  }

  /** With all that was published before, a backlog would take time by the square of its length. */
  @Test
  void readsOnFromThePublishedPositionByTheIndex() {
    append(List.of(event(persons(1).getFirst())));

    var plan =
        tenancy.read(
            tenant,
            db -> {
              db.execute("set local enable_seqscan = off");
              db.execute("set local enable_bitmapscan = off");
              return db.explain(OutboxReader.next(db, tenant, 10)).plan();
            });

    assertThat(plan).containsPattern("Index Cond: .*position.* > ");
  }

  /** Of a tenant without events any index would do, and most of them read all that there are. */
  @Test
  void expectsEventsAlsoOfATenantThatTheStatisticsDoNotKnow() throws Exception {
    fill(database.freshTenant());
    try (var connection = database.owner().getConnection();
        var analyze = connection.createStatement()) {
      analyze.execute("analyze csr.outbox_events");
    }
    fill(tenant);

    var plan = tenancy.read(tenant, db -> db.explain(OutboxReader.next(db, tenant, 10)).plan());

    assertThat(plan).containsPattern("Index Scan using outbox_events_pkey .* rows=\\d{2,} ");
  }

  private void fill(String tenant) {
    tenancy.change(
        tenant,
        db ->
            db.execute(
                """
                insert into csr.outbox_events
                  (tenant_id, position, event_id, type, person_id, subject_version, data, correlation_id)
                select {0}, i, gen_random_uuid(), 'test', gen_random_uuid(), 1, '{}', 'test'
                from generate_series(1, 20000) as i
                """,
                DSL.val(tenant)));
  }

  @Test
  void appendingNothingDoesNothing() {
    append(List.of());

    assertThat(reader.next(tenant, 10)).isEmpty();
  }

  @Test
  void anEventOfAPersonWithoutProfileIsRefused() {
    assertThatThrownBy(() -> append(List.of(event(Ids.next()))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyWritersLeaveNoGapAndPositionsInTheOrderOfCommits() throws Exception {
    var people = persons(20);
    var writers = 8;
    var transactions = 25;
    var seen = Collections.synchronizedList(new ArrayList<Long>());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading = threads.submit(() -> read(writers * transactions * 5, seen));
      var work =
          IntStream.range(0, writers)
              .mapToObj(writer ->
                  (Callable<Void>)
                      () -> {
                        var random = new Random(writer);
                        for (var i = 0; i < transactions; i++) {
                          append(
                              Stream.generate(
                                      () -> event(people.get(random.nextInt(people.size()))))
                                  .limit(5)
                                  .toList());
                        }
                        return null;
                      })
              .toList();
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
      reading.get();
    }

    // A reader that always asked for what lies behind the last position it saw has missed nothing.
    assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(1, 1_000).boxed().toList());
    for (var person : people) {
      List<Long> versions =
          tenancy.read(
              tenant,
              db ->
                  db.select(OUTBOX_EVENTS.SUBJECT_VERSION)
                      .from(OUTBOX_EVENTS)
                      .where(OUTBOX_EVENTS.PERSON_ID.eq(person))
                      .orderBy(OUTBOX_EVENTS.POSITION)
                      .fetch(OUTBOX_EVENTS.SUBJECT_VERSION));
      assertThat(versions)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, version(person)).boxed().toList());
    }
  }

  @Test
  void aBatchOfFortyThousandEventsGoesInAtOnce() {
    var people = persons(10_000);
    var events =
        IntStream.range(0, 40_000).mapToObj(i -> event(people.get(i % people.size()))).toList();

    append(events);

    assertThat(reader.next(tenant, 50_000))
        .extracting(OutboxEvent::eventId)
        .containsExactlyElementsOf(events.stream().map(NewEvent::eventId).toList());
  }

  @Test
  void publishedEventsAreNotReadAgain() {
    var person = persons(1).getFirst();
    append(List.of(event(person), event(person), event(person)));
    assertThat(OutboxReader.tenantsWithEvents(new SystemView(database.system()))).contains(tenant);

    assertThat(reader.published(tenant, 2, 1)).isTrue();

    assertThat(reader.next(tenant, 10)).extracting(OutboxEvent::position).containsExactly(3L);
    assertThat(reader.published(tenant, 3, 1)).isTrue();
    assertThat(OutboxReader.tenantsWithEvents(new SystemView(database.system())))
        .doesNotContain(tenant);
  }

  @Test
  void aRelayThatAnotherHasOvertakenIsRefused() {
    var person = persons(1).getFirst();
    append(List.of(event(person), event(person), event(person)));

    assertThat(reader.published(tenant, 1, 8)).isTrue();

    assertThat(reader.published(tenant, 2, 7)).isFalse();
    assertThat(reader.next(tenant, 10)).extracting(OutboxEvent::position).containsExactly(2L, 3L);
  }

  @Test
  void theCursorGoesNeitherBackNorPastTheLastEvent() {
    append(List.of(event(persons(1).getFirst()), event(persons(1).getFirst())));
    reader.published(tenant, 2, 1);

    assertThat(reader.published(tenant, 1, 1)).isFalse();
    assertThat(reader.published(tenant, 3, 1)).isFalse();
    append(List.of(event(persons(1).getFirst())));
    assertThat(reader.next(tenant, 10)).extracting(OutboxEvent::position).containsExactly(3L);
  }

  @Test
  void theRelayAndAWriterDoNotWaitForEachOther() {
    var person = persons(1).getFirst();
    append(List.of(event(person), event(person)));
    assertThat(reader.published(tenant, 1, 1)).isTrue();

    tenancy.change(
        tenant,
        db -> {
          Outbox.append(db, tenant, List.of(event(person)), null, null);
          assertThat(CompletableFuture.supplyAsync(() -> reader.published(tenant, 2, 1)))
              .succeedsWithin(Duration.ofSeconds(20))
              .isEqualTo(true);
        });

    assertThat(reader.next(tenant, 10)).extracting(OutboxEvent::position).containsExactly(3L);
  }

  @Test
  void whatAWorkerOfAnOlderBuildPublishedIsNotPublishedAgain() {
    var person = persons(1).getFirst();
    append(List.of(event(person), event(person), event(person)));
    reader.published(tenant, 1, 1);

    olderWorkerPublished(2);

    assertThat(reader.next(tenant, 10)).extracting(OutboxEvent::position).containsExactly(3L);
    assertThat(reader.published(tenant, 2, 1)).isFalse();
    olderWorkerPublished(3);
    assertThat(OutboxReader.tenantsWithEvents(new SystemView(database.system())))
        .doesNotContain(tenant);
  }

  private void olderWorkerPublished(long position) {
    tenancy.change(
        tenant,
        db ->
            db.update(OUTBOX_POSITIONS)
                .set(OUTBOX_POSITIONS.PUBLISHED_POSITION, position)
                .where(OUTBOX_POSITIONS.TENANT_ID.eq(tenant))
                .execute());
  }

  /**
   * Reads what is committed behind the last position seen, as a relay does, until {@code count}
   * events came.
   */
  private Void read(int count, List<Long> seen) {
    while (seen.size() < count) {
      var last = seen.isEmpty() ? 0 : seen.getLast();
      List<Long> next =
          tenancy.read(
              tenant,
              db ->
                  db.select(OUTBOX_EVENTS.POSITION)
                      .from(OUTBOX_EVENTS)
                      .where(OUTBOX_EVENTS.POSITION.gt(last))
                      .orderBy(OUTBOX_EVENTS.POSITION)
                      .fetch(OUTBOX_EVENTS.POSITION));
      seen.addAll(next);
    }
    return null;
  }

  private void append(List<NewEvent> events) {
    tenancy.change(tenant, db -> Outbox.append(db, tenant, events, null, null));
  }

  private static NewEvent event(UUID person) {
    return new NewEvent(
        Ids.next(), "kintell.session.scheduled", person, Map.of("quoted", "a \"b\" {c,d} \\ 'e'"));
  }

  private List<UUID> persons(int count) {
    var ids = Stream.generate(Ids::next).limit(count).toList();
    tenancy.change(
        tenant,
        db ->
            db.insertInto(PROFILES)
                .columns(PROFILES.TENANT_ID, PROFILES.PERSON_ID)
                .valuesOfRows(ids.stream().map(id -> DSL.row(tenant, id)).toList())
                .execute());
    return ids;
  }

  private long version(UUID person) {
    return tenancy.read(
        tenant,
        db ->
            db.select(PROFILES.VERSION)
                .from(PROFILES)
                .where(PROFILES.PERSON_ID.eq(person))
                .fetchSingle(PROFILES.VERSION));
  }
}
