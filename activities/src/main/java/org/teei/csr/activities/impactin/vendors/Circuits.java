package org.teei.csr.activities.impactin.vendors;

import static org.teei.csr.schema.jooq.Tables.VENDOR_CIRCUITS;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.jooq.tables.records.VendorCircuitsRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Keeps requests from an address that does not answer. Each process counts failures by itself; five
 * of them in a row open the circuit, in a row of the database that each process reads before each
 * request. So an open circuit holds for all of them at once, and outlives them. After a minute two
 * tries that succeed close it, and one that fails opens it again. What was opened by hand stays so.
 */
final class Circuits {
  private static final int FAILURES = 5;
  private static final int SUCCESSES = 2;
  private static final Duration OPEN = Duration.ofSeconds(60);

  private static final String IS_OPEN = "open";
  private static final String IS_HALF_OPEN = "half-open";
  private static final String IS_CLOSED = "closed";

  private static final CircuitBreakerConfig COUNTING =
      CircuitBreakerConfig.custom()
          .slidingWindowType(SlidingWindowType.COUNT_BASED)
          .slidingWindowSize(FAILURES)
          .minimumNumberOfCalls(FAILURES)
          .failureRateThreshold(100)
          .permittedNumberOfCallsInHalfOpenState(SUCCESSES)
          .waitDurationInOpenState(OPEN)
          .build();

  private final Tenancy tenancy;
  private final Duration open;
  private final Map<Key, CircuitBreaker> counters = new ConcurrentHashMap<>();

  /** An address of a platform: host, and port where it is not the usual one. */
  record Key(Platform platform, String host) {}

  /**
   * How a circuit stands for all processes.
   *
   * @param left until it is tried again; null where it is not open, or until further notice
   */
  private record Standing(State state, @Nullable Duration left) {}

  Circuits(Tenancy tenancy) {
    this(tenancy, OPEN);
  }

  Circuits(Tenancy tenancy, Duration open) {
    this.tenancy = tenancy;
    this.open = open;
  }

  VendorAnswer guarded(TenantId tenant, Key key, Supplier<VendorAnswer> request) {
    Standing standing = look(tenant, key);
    CircuitBreaker counter =
        counters.computeIfAbsent(key, _ -> CircuitBreaker.of(key.host(), COUNTING));
    follow(counter, standing.state());
    if (!counter.tryAcquirePermission()) {
      return refused(standing);
    }
    VendorAnswer answer;
    try {
      answer = request.get();
    } catch (RuntimeException e) {
      counter.releasePermission();
      throw e;
    }
    if (isOfASickAddress(answer)) {
      failed(tenant, key, counter, standing);
    } else {
      succeeded(tenant, key, counter, standing);
    }
    return answer;
  }

  /** A platform that refuses, or asks to slow down, is there. */
  private static boolean isOfASickAddress(VendorAnswer answer) {
    return answer.failureClass() == FailureClass.TRANSIENT;
  }

  private static VendorAnswer refused(Standing standing) {
    Duration left = standing.left() == null ? OPEN : standing.left();
    return VendorAnswer.of(
        Judgement.bad(Verdict.TRY_LATER, FailureClass.TRANSIENT, "circuit-open", left),
        Exchange.NONE);
  }

  private static void follow(CircuitBreaker counter, State state) {
    if (counter.getState() == state) {
      return;
    }
    switch (state) {
      case OPEN -> counter.transitionToOpenState();
      case HALF_OPEN -> {
        if (counter.getState() != State.OPEN) {
          counter.transitionToOpenState();
        }
        counter.transitionToHalfOpenState();
      }
      default -> counter.transitionToClosedState();
    }
  }

  private Standing look(TenantId tenant, Key key) {
    Optional<VendorCircuitsRecord> row = tenancy.read(tenant.value(), db -> row(db, key));
    if (row.isEmpty() || row.get().getState().equals(IS_CLOSED)) {
      return new Standing(State.CLOSED, null);
    }
    if (row.get().getState().equals(IS_HALF_OPEN)) {
      return new Standing(State.HALF_OPEN, null);
    }
    Instant until = row.get().getOpenUntil();
    if (until == null) {
      return new Standing(State.OPEN, null);
    }
    return tenancy.write(tenant.value(), db -> halfOpened(db, key, until));
  }

  /** By the clock of the database, which is the same for all. */
  private static Standing halfOpened(DSLContext db, Key key, Instant until) {
    Instant now = db.select(DSL.currentInstant()).fetchSingle().value1();
    if (now.isBefore(until)) {
      return new Standing(State.OPEN, Duration.between(now, until));
    }
    db.update(VENDOR_CIRCUITS)
        .set(VENDOR_CIRCUITS.STATE, IS_HALF_OPEN)
        .setNull(VENDOR_CIRCUITS.OPEN_UNTIL)
        .set(VENDOR_CIRCUITS.SUCCESSES, 0)
        .set(VENDOR_CIRCUITS.CHANGED_AT, now)
        .where(is(key), VENDOR_CIRCUITS.STATE.eq(IS_OPEN), VENDOR_CIRCUITS.OPEN_UNTIL.eq(until))
        .execute();
    return new Standing(State.HALF_OPEN, null);
  }

  private void failed(TenantId tenant, Key key, CircuitBreaker counter, Standing standing) {
    counter.onError(0, TimeUnit.MILLISECONDS, new IllegalStateException("no answer"));
    if (standing.state() == State.HALF_OPEN || counter.getState() == State.OPEN) {
      tenancy.change(tenant.value(), db -> opened(db, key));
    }
  }

  private void opened(DSLContext db, Key key) {
    var until = DSL.currentInstant().plus(DayToSecond.valueOf(open));
    db.insertInto(VENDOR_CIRCUITS)
        .set(VENDOR_CIRCUITS.PLATFORM, key.platform().spelling())
        .set(VENDOR_CIRCUITS.HOST, key.host())
        .set(VENDOR_CIRCUITS.STATE, IS_OPEN)
        .set(VENDOR_CIRCUITS.OPEN_UNTIL, until)
        .set(VENDOR_CIRCUITS.ACTOR, "system")
        .onConflict(VENDOR_CIRCUITS.PLATFORM, VENDOR_CIRCUITS.HOST)
        .doUpdate()
        .set(VENDOR_CIRCUITS.STATE, IS_OPEN)
        .set(VENDOR_CIRCUITS.OPEN_UNTIL, until)
        .set(VENDOR_CIRCUITS.SUCCESSES, 0)
        .set(VENDOR_CIRCUITS.ACTOR, "system")
        .setNull(VENDOR_CIRCUITS.REASON)
        .set(VENDOR_CIRCUITS.CHANGED_AT, DSL.currentInstant())
        .where(VENDOR_CIRCUITS.STATE.ne(IS_OPEN))
        .execute();
  }

  private void succeeded(TenantId tenant, Key key, CircuitBreaker counter, Standing standing) {
    counter.onSuccess(0, TimeUnit.MILLISECONDS);
    if (standing.state() == State.HALF_OPEN) {
      tenancy.change(
          tenant.value(),
          db ->
              db.update(VENDOR_CIRCUITS)
                  .set(VENDOR_CIRCUITS.SUCCESSES, VENDOR_CIRCUITS.SUCCESSES.plus(1))
                  .set(
                      VENDOR_CIRCUITS.STATE,
                      DSL.when(VENDOR_CIRCUITS.SUCCESSES.ge(SUCCESSES - 1), IS_CLOSED)
                          .otherwise(IS_HALF_OPEN))
                  .set(VENDOR_CIRCUITS.CHANGED_AT, DSL.currentInstant())
                  .where(is(key), VENDOR_CIRCUITS.STATE.eq(IS_HALF_OPEN))
                  .execute());
    }
  }

  private static Optional<VendorCircuitsRecord> row(DSLContext db, Key key) {
    return Objects.requireNonNull(db.selectFrom(VENDOR_CIRCUITS).where(is(key)).fetchOptional());
  }

  private static Condition is(Key key) {
    return VENDOR_CIRCUITS
        .PLATFORM
        .eq(key.platform().spelling())
        .and(VENDOR_CIRCUITS.HOST.eq(key.host()));
  }
}
