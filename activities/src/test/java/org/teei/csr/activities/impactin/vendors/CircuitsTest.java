package org.teei.csr.activities.impactin.vendors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.impactin.vendors.VendorFixture.outgoing;
import static org.teei.csr.schema.jooq.Tables.VENDOR_CIRCUITS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TenantId;

/** Circuits that several processes share in a real PostgreSQL. */
class CircuitsTest {
  private static final Map<String, String> KEY = Map.of("apiKey", "obviously-fake-key");

  private final FakePlatform platform = new FakePlatform();
  private VendorFixture fixture;
  private DSLContext superuser;
  private TenantId tenant;
  private PlatformVendors one;
  private PlatformVendors other;

  @BeforeEach
  void setUp(@TempDir Path directory) throws Exception {
    fixture = new VendorFixture(directory);
    superuser = DSL.using(fixture.database.superuser(), SQLDialect.POSTGRES);
    tenant = connected();
    one = fixture.vendors();
    other = fixture.vendors();
  }

  private TenantId connected() {
    TenantId fresh = fixture.tenant();
    fixture.connect(fresh, Platform.BENEVITY, platform.url(), "bearer");
    fixture.current(fresh, Platform.BENEVITY, KEY);
    return fresh;
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private VendorAnswer send(PlatformVendors by) {
    return by.send(outgoing(tenant, Platform.BENEVITY));
  }

  private void fail(PlatformVendors by, int times) {
    platform.always((_, socket) -> FakePlatform.answer(socket, 503, ""));
    for (int i = 0; i < times; i++) {
      assertThat(send(by).reason()).isEqualTo("platform-failing");
    }
  }

  private void recover() {
    platform.always((_, socket) -> FakePlatform.answer(socket, 200, FakePlatform.ACCEPTED));
  }

  private String state() {
    return superuser
        .select(VENDOR_CIRCUITS.STATE)
        .from(VENDOR_CIRCUITS)
        .where(VENDOR_CIRCUITS.HOST.eq(platform.host()))
        .fetchOptional(VENDOR_CIRCUITS.STATE)
        .orElse("none");
  }

  private void aMinutePasses() {
    assertThat(
            superuser
                .update(VENDOR_CIRCUITS)
                .set(VENDOR_CIRCUITS.OPEN_UNTIL, DSL.currentInstant())
                .where(VENDOR_CIRCUITS.HOST.eq(platform.host()))
                .and(VENDOR_CIRCUITS.STATE.eq("open"))
                .execute())
        .isEqualTo(1);
  }

  private void isHeldBack(VendorAnswer answer) {
    assertThat(answer.verdict()).isEqualTo(Verdict.TRY_LATER);
    assertThat(answer.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(answer.reason()).isEqualTo("circuit-open");
    assertThat(answer.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
    assertThat(answer.exchange()).isEqualTo(Exchange.NONE);
  }

  @Test
  void fiveFailuresOpenItForEachProcessAndCompany() {
    fail(one, 4);
    assertThat(state()).isEqualTo("none");
    fail(one, 1);
    assertThat(state()).isEqualTo("open");

    isHeldBack(send(one));
    isHeldBack(send(other));
    isHeldBack(other.send(outgoing(connected(), Platform.BENEVITY)));
    // One that was started anew knows it too.
    isHeldBack(send(fixture.vendors()));
    assertThat(platform.requests()).hasSize(5);
  }

  @Test
  void failuresInARowCountAndNotThoseBetweenSuccesses() {
    fail(one, 4);
    recover();
    assertThat(send(one).verdict()).isEqualTo(Verdict.ACCEPTED);
    fail(one, 4);

    assertThat(state()).isEqualTo("none");
  }

  @Test
  void whoRefusesOrAsksToSlowDownIsThere() {
    for (int status : new int[] {401, 404, 422, 429, 429, 409}) {
      platform.answering(status, "");
      send(one);
    }

    assertThat(send(one).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(state()).isEqualTo("none");
  }

  @Test
  void oneAddressOfAPlatformIsNotAnother() {
    fail(one, 5);
    try (FakePlatform neighbour = new FakePlatform()) {
      TenantId elsewhere = fixture.tenant();
      fixture.connect(elsewhere, Platform.BENEVITY, neighbour.url(), "bearer");
      fixture.current(elsewhere, Platform.BENEVITY, KEY);

      assertThat(fixture.vendors().send(outgoing(elsewhere, Platform.BENEVITY)).verdict())
          .isEqualTo(Verdict.ACCEPTED);
    }
  }

  @Test
  void afterAMinuteTwoSuccessesCloseItWhicheverProcessHasThem() {
    fail(one, 5);
    aMinutePasses();
    recover();

    assertThat(send(one).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(state()).isEqualTo("half-open");
    assertThat(send(other).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(state()).isEqualTo("closed");

    for (int i = 0; i < 6; i++) {
      assertThat(send(one).verdict()).isEqualTo(Verdict.ACCEPTED);
      assertThat(send(other).verdict()).isEqualTo(Verdict.ACCEPTED);
    }
  }

  @Test
  void aTryThatFailsOpensItAgainForAMinute() {
    fail(one, 5);
    aMinutePasses();
    recover();
    assertThat(send(other).verdict()).isEqualTo(Verdict.ACCEPTED);
    fail(other, 1);

    isHeldBack(send(one));
    isHeldBack(send(other));
    aMinutePasses();
    recover();
    assertThat(send(one).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(send(one).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(state()).isEqualTo("closed");
  }

  @Test
  void itIsTriedByOneAtATimeWhicheverProcessHasIt() throws Exception {
    fail(one, 5);
    aMinutePasses();
    try (Held held = new Held()) {
      Future<VendorAnswer> trying = held.send(one);
      Awaitility.await().until(() -> held.begun.get() == 1);

      isHeldBack(send(one));
      isHeldBack(send(other));
      isHeldBack(send(fixture.vendors()));
      held.letGo();

      assertThat(trying.get().verdict()).isEqualTo(Verdict.ACCEPTED);
    }
    assertThat(state()).isEqualTo("half-open");
    assertThat(send(other).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(state()).isEqualTo("closed");
  }

  @Test
  void ofManyProcessesThatComeAtOnceTwoTriesCloseIt() throws Exception {
    fail(one, 5);
    aMinutePasses();
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger untilClosed = new AtomicInteger();
    platform.always((_, socket) -> {
      if (!state().equals("closed")) {
        untilClosed.incrementAndGet();
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        now.decrementAndGet();
      }
      FakePlatform.answer(socket, 200, FakePlatform.ACCEPTED);
    });
    List<PlatformVendors> processes =
        IntStream.range(0, 8).mapToObj(_ -> fixture.vendors()).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 5; round++) {
        var answers =
            threads.invokeAll(
                processes.stream()
                    .map(process -> (Callable<VendorAnswer>) () -> send(process))
                    .toList());
        for (var answer : answers) {
          assertThat(answer.get().verdict()).isIn(Verdict.ACCEPTED, Verdict.TRY_LATER);
        }
      }
    }

    assertThat(state()).isEqualTo("closed");
    assertThat(most).hasValue(1);
    assertThat(untilClosed).hasValue(2);
  }

  @Test
  void aTryOfAProcessThatDiedIsTakenOverAndItsLateAnswerCountsForNothing() throws Exception {
    fail(one, 5);
    aMinutePasses();
    try (Held held = new Held()) {
      Future<VendorAnswer> late = held.send(one);
      Awaitility.await().until(() -> held.begun.get() == 1);
      theTryIsAMinuteOld();
      Future<VendorAnswer> successor = held.send(other);
      Awaitility.await().until(() -> held.begun.get() == 2);
      isHeldBack(send(fixture.vendors()));
      held.letGo();
      late.get();
      successor.get();
    }

    assertThat(state()).isEqualTo("half-open");
    assertThat(successes()).isEqualTo(1);
  }

  /** A platform that takes its time until it is let go. */
  private final class Held implements AutoCloseable {
    final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch hold = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Held() {
      platform.always((_, socket) -> {
        begun.incrementAndGet();
        hold.await();
        FakePlatform.answer(socket, 200, FakePlatform.ACCEPTED);
      });
    }

    Future<VendorAnswer> send(PlatformVendors by) {
      return threads.submit(() -> CircuitsTest.this.send(by));
    }

    void letGo() {
      hold.countDown();
    }

    @Override
    public void close() {
      hold.countDown();
      threads.close();
    }
  }

  private int successes() {
    return superuser
        .select(VENDOR_CIRCUITS.SUCCESSES)
        .from(VENDOR_CIRCUITS)
        .where(VENDOR_CIRCUITS.HOST.eq(platform.host()))
        .fetchSingle()
        .value1();
  }

  private void theTryIsAMinuteOld() {
    superuser
        .update(VENDOR_CIRCUITS)
        .set(
            VENDOR_CIRCUITS.TRIED_AT,
            DSL.currentInstant().minus(DayToSecond.valueOf(Duration.ofSeconds(61))))
        .where(VENDOR_CIRCUITS.HOST.eq(platform.host()))
        .execute();
  }

  @Test
  void whatWasOpenedByHandStaysSoUntilItIsClosedByHand() {
    byHand("open");
    isHeldBack(send(one));
    isHeldBack(send(other));

    byHand("closed");
    assertThat(send(one).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(send(other).verdict()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void closingItByHandForgetsTheFailures() {
    fail(one, 5);
    byHand("closed");
    fail(one, 4);

    assertThat(state()).isEqualTo("closed");
  }

  private void byHand(String state) {
    fixture.api.change(
        tenant.value(),
        db ->
            db.insertInto(VENDOR_CIRCUITS)
                .set(VENDOR_CIRCUITS.PLATFORM, "benevity")
                .set(VENDOR_CIRCUITS.HOST, platform.host())
                .set(VENDOR_CIRCUITS.STATE, state)
                .set(VENDOR_CIRCUITS.ACTOR, "tests")
                .onConflict(VENDOR_CIRCUITS.PLATFORM, VENDOR_CIRCUITS.HOST)
                .doUpdate()
                .set(VENDOR_CIRCUITS.STATE, state)
                .setNull(VENDOR_CIRCUITS.OPEN_UNTIL)
                .execute());
  }
}
