package org.teei.csr.schema.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;

class LeasesTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration OVER = Duration.ZERO;

  private final Leases leases = new Leases(new SystemView(Database.shared().system()));
  private final String name = "relay/" + UUID.randomUUID();

  @Test
  void aFreeLeaseIsTakenAndAHeldOneIsNot() {
    assertThat(leases.acquire(name, "a", LONG)).isPresent();

    assertThat(leases.acquire(name, "b", LONG)).isEmpty();
  }

  @Test
  void whoTakesOverGetsAHigherFencingNumber() {
    var first = leases.acquire(name, "a", OVER).orElseThrow();

    var second = leases.acquire(name, "b", LONG).orElseThrow();

    assertThat(second.fencing()).isGreaterThan(first.fencing());
    assertThat(second.holder()).isEqualTo("b");
  }

  @Test
  void whoHoldsALeaseGetsItAgainUnderTheSameNumber() {
    var first = leases.acquire(name, "a", LONG).orElseThrow();

    assertThat(leases.acquire(name, "a", LONG)).map(Lease::fencing).hasValue(first.fencing());
  }

  @Test
  void aHolderRenewsUntilAnotherHasTakenOver() {
    var first = leases.acquire(name, "a", OVER).orElseThrow();
    var renewed = leases.renew(first, OVER);
    assertThat(renewed).map(Lease::fencing).hasValue(first.fencing());

    leases.acquire(name, "b", LONG);

    assertThat(leases.renew(first, LONG)).isEmpty();
  }

  @Test
  void aReleasedLeaseIsFreeAtOnce() {
    leases.release(leases.acquire(name, "a", LONG).orElseThrow());

    assertThat(leases.acquire(name, "b", LONG)).isPresent();
  }

  @Test
  void aLateHolderCannotReleaseTheLeaseOfItsSuccessor() {
    var late = leases.acquire(name, "a", OVER).orElseThrow();
    leases.acquire(name, "b", LONG);

    leases.release(late);

    assertThat(leases.acquire(name, "c", LONG)).isEmpty();
  }

  @Test
  void ofManyWhoWantALeaseOneGetsIt() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var wanting =
          IntStream.range(0, 20)
              .mapToObj(
                  i -> (Callable<Optional<Lease>>) () -> leases.acquire(name, "holder-" + i, LONG))
              .toList();

      assertThat(threads.invokeAll(wanting).stream().flatMap(lease -> lease.resultNow().stream()))
          .hasSize(1);
    }
  }
}
