package org.teei.csr.activities.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.shared.LeasedLoop.Hold;
import org.teei.csr.activities.shared.LeasedLoop.LeaseLostException;
import org.teei.csr.schema.operations.Leases;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;

class LeasedLoopTest {
  private final String name = "loop-" + Ids.next();
  private final SystemView system = new SystemView(Database.shared().system());
  private final Leases leases = new Leases(system);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<LeasedLoop> loops = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (LeasedLoop loop : loops) {
      loop.close();
    }
  }

  @Test
  void onlyOneOfTwoProcessesRunsThePasses() {
    var first = new AtomicInteger();
    var second = new AtomicInteger();
    LeasedLoop holder = started("a", hold -> counted(first));
    await().untilAtomic(first, value -> assertThat(value).isPositive());
    LeasedLoop other = started("b", hold -> counted(second));
    await().until(() -> first.get() > 20);
    assertThat(second).hasValue(0);
    assertThat(holder.held()).isTrue();
    assertThat(other.held()).isFalse();
  }

  @Test
  void anotherProcessTakesOverWithAHigherFencingNumberWhenTheHolderStops() throws Exception {
    var firstFencing = new AtomicReference<Long>();
    var secondFencing = new AtomicReference<Long>();
    LeasedLoop holder = started("a", hold -> noted(firstFencing, hold));
    await().until(() -> firstFencing.get() != null);
    started("b", hold -> noted(secondFencing, hold));
    holder.close();
    await().atMost(Duration.ofSeconds(8)).until(() -> secondFencing.get() != null);
    assertThat(secondFencing.get()).isGreaterThan(firstFencing.get());
  }

  @Test
  void aPassThatFailsIsTriedAgainAndCounted() {
    var passes = new AtomicInteger();
    started(
        "a",
        hold -> {
          if (passes.incrementAndGet() < 4) {
            throw new IllegalStateException("not yet");
          }
          return false;
        });
    await().until(() -> passes.get() > 4);
    assertThat(meters.timer("csr.loop.runs", "loop", name, "outcome", "failed").count())
        .isEqualTo(3);
  }

  @Test
  void anErrorOfTheMachineDoesNotEndTheLoop() {
    var passes = new AtomicInteger();
    started(
        "a",
        hold -> {
          if (passes.incrementAndGet() < 3) {
            throw new StackOverflowError();
          }
          return false;
        });
    await().until(() -> passes.get() > 3);
    assertThat(meters.timer("csr.loop.runs", "loop", name, "outcome", "failed").count())
        .isEqualTo(2);
  }

  @Test
  void theLagGrowsWhilePassesFailAndFallsWhenNothingWaits() {
    var broken = new AtomicReference<>(true);
    started(
        "a",
        hold -> {
          if (broken.get()) {
            throw new IllegalStateException("not yet");
          }
          return false;
        });
    var lag = meters.get("csr.loop.lag").tag("loop", name).gauge();
    await().until(() -> lag.value() > 0.5);
    broken.set(false);
    await().until(() -> lag.value() < 0.2);
  }

  @Test
  void aPassLearnsThatItsLeaseWasTakenMeanwhile() {
    var caught = new AtomicReference<RuntimeException>();
    started(
        "a",
        hold -> {
          takeAway();
          try {
            await().pollInSameThread().until(() -> lost(hold));
          } catch (LeaseLostException e) {
            caught.set(e);
          }
          return false;
        });
    await().until(() -> caught.get() != null);
    assertThatThrownBy(
            () -> {
              throw caught.get();
            })
        .isInstanceOf(LeaseLostException.class);
  }

  @Test
  void closingLetsTheRunningPassEnd() throws Exception {
    var began = new AtomicReference<>(false);
    var ended = new AtomicReference<>(false);
    var release = new CountDownLatch(1);
    LeasedLoop loop =
        started(
            "a",
            hold -> {
              began.set(true);
              release.await();
              ended.set(true);
              return false;
            });
    await().until(began::get);
    Thread closing =
        Thread.ofVirtual()
            .start(() -> {
              try {
                loop.close();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    await()
        .until(() ->
            closing.getState() == Thread.State.WAITING
                || closing.getState() == Thread.State.TIMED_WAITING);
    release.countDown();
    closing.join();
    assertThat(ended.get()).isTrue();
  }

  private LeasedLoop started(String holder, LeasedLoop.Pass pass) {
    var loop = new LeasedLoop(name, holder, Duration.ofMillis(10), leases, meters, pass);
    loops.add(loop);
    loop.start();
    return loop;
  }

  private void takeAway() {
    system.write(db ->
        db.execute(
            "update csr.leases set holder = 'thief', fencing = fencing + 1 where name = {0}",
            DSL.val(name)));
  }

  private static boolean lost(Hold hold) {
    hold.keep();
    return false;
  }

  private static boolean counted(AtomicInteger passes) {
    passes.incrementAndGet();
    return false;
  }

  private static boolean noted(AtomicReference<Long> fencing, Hold hold) {
    fencing.set(hold.fencing());
    return false;
  }
}
