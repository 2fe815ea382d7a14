package org.teei.csr.activities.impactin.vendors;

import static org.teei.csr.schema.jooq.Tables.VENDOR_CIRCUITS;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.jooq.tables.records.VendorCircuitsRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Keeps requests from an address that does not answer. Each process counts failures by itself; five
 * of them in a row open the circuit, in a row of the database that each process reads before each
 * request. So an open circuit holds for all of them at once, and outlives them. After a minute it
 * is tried by one request at a time, whichever process has it: two that succeed close it, and one
 * that fails opens it again. What was opened by hand stays so.
 */
final class Circuits {
  private static final int FAILURES = 5;
  private static final int SUCCESSES = 2;
  private static final Duration OPEN = Duration.ofSeconds(60);

  /** After this long a try is one of a process that died: a step lasts no longer. */
  private static final Duration TRY = Duration.ofSeconds(60);

  private static final String IS_OPEN = "open";
  private static final String IS_HALF_OPEN = "half-open";
  private static final String IS_CLOSED = "closed";

  private static final CircuitBreakerConfig COUNTING =
      CircuitBreakerConfig.custom()
          .slidingWindowType(SlidingWindowType.COUNT_BASED)
          .slidingWindowSize(FAILURES)
          .minimumNumberOfCalls(FAILURES)
          .failureRateThreshold(100)
          .build();

  private final Tenancy tenancy;
  private final Duration open;
  private final Map<Key, CircuitBreaker> counters = new ConcurrentHashMap<>();

  /** An address of a platform: host, and port where it is not the usual one. */
  record Key(Platform platform, String host) {}

  /** What a request may do. */
  private sealed interface Leave {
    record Pass() implements Leave {}

    /**
     * Nothing.
     *
     * @param left until it may ask again
     */
    record Wait(Duration left) implements Leave {}

    /**
     * To be the one that tries.
     *
     * @param since by which the row knows this try from later ones
     */
    record Try(Instant since) implements Leave {}
  }

  Circuits(Tenancy tenancy) {
    this(tenancy, OPEN);
  }

  Circuits(Tenancy tenancy, Duration open) {
    this.tenancy = tenancy;
    this.open = open;
  }

  VendorAnswer guarded(TenantId tenant, Key key, Supplier<VendorAnswer> request) {
    CircuitBreaker counter =
        counters.computeIfAbsent(key, _ -> CircuitBreaker.of(key.host(), COUNTING));
    return switch (ask(tenant, key)) {
      case Leave.Pass() -> counted(tenant, key, counter, request);
      case Leave.Wait(Duration left) -> {
        forget(counter);
        yield refused(left);
      }
      case Leave.Try(Instant since) -> {
        forget(counter);
        yield tried(tenant, key, since, request);
      }
    };
  }

  private static VendorAnswer refused(Duration left) {
    return VendorAnswer.of(
        Judgement.bad(Verdict.TRY_LATER, FailureClass.TRANSIENT, "circuit-open", left),
        Exchange.NONE);
  }

  /** A platform that refuses, or asks to slow down, is there. */
  private static boolean isOfASickAddress(VendorAnswer answer) {
    return answer.failureClass() == FailureClass.TRANSIENT;
  }

  /** What failed before the circuit was open does not count once it is closed again. */
  private static void forget(CircuitBreaker counter) {
    synchronized (counter) {
      counter.reset();
    }
  }

  private VendorAnswer counted(
      TenantId tenant, Key key, CircuitBreaker counter, Supplier<VendorAnswer> request) {
    VendorAnswer answer = request.get();
    if (isTooMuch(counter, isOfASickAddress(answer))) {
      tenancy.change(tenant.value(), db -> opened(db, key));
    }
    return answer;
  }

  private static boolean isTooMuch(CircuitBreaker counter, boolean failed) {
    synchronized (counter) {
      if (counter.getState() != State.CLOSED) {
        counter.reset();
      }
      if (failed) {
        counter.onError(0, TimeUnit.MILLISECONDS, new IllegalStateException("no answer"));
      } else {
        counter.onSuccess(0, TimeUnit.MILLISECONDS);
      }
      return counter.getState() == State.OPEN;
    }
  }

  private VendorAnswer tried(
      TenantId tenant, Key key, Instant since, Supplier<VendorAnswer> request) {
    VendorAnswer answer;
    try {
      answer = request.get();
    } catch (RuntimeException e) {
      tenancy.change(
          tenant.value(),
          db ->
              db.update(VENDOR_CIRCUITS)
                  .setNull(VENDOR_CIRCUITS.TRIED_AT)
                  .where(isTriedBy(key, since))
                  .execute());
      throw e;
    }
    tenancy.change(
        tenant.value(),
        db -> {
          if (isOfASickAddress(answer)) {
            failed(db, key, since);
          } else {
            succeeded(db, key, since);
          }
        });
    return answer;
  }

  private Leave ask(TenantId tenant, Key key) {
    Optional<VendorCircuitsRecord> row =
        tenancy.read(tenant.value(), db -> row(db, key).fetchOptional());
    if (row.isEmpty() || row.get().getState().equals(IS_CLOSED)) {
      return new Leave.Pass();
    }
    if (row.get().getState().equals(IS_OPEN) && row.get().getOpenUntil() == null) {
      return new Leave.Wait(OPEN);
    }
    return tenancy.write(tenant.value(), db -> askInTurn(db, key));
  }

  /** By the clock of the database, which is the same for all; one at a time. */
  private static Leave askInTurn(DSLContext db, Key key) {
    VendorCircuitsRecord row = row(db, key).forUpdate().fetchSingle();
    Instant now = db.select(DSL.field("clock_timestamp()", Instant.class)).fetchSingle().value1();
    boolean halfOpen = row.getState().equals(IS_HALF_OPEN);
    if (row.getState().equals(IS_CLOSED)) {
      return new Leave.Pass();
    }
    if (!halfOpen && (row.getOpenUntil() == null || now.isBefore(row.getOpenUntil()))) {
      return new Leave.Wait(
          row.getOpenUntil() == null ? OPEN : Duration.between(now, row.getOpenUntil()));
    }
    if (halfOpen && row.getTriedAt() != null && now.isBefore(row.getTriedAt().plus(TRY))) {
      return new Leave.Wait(soon());
    }
    row.setState(IS_HALF_OPEN);
    row.setOpenUntil(null);
    row.setSuccesses(halfOpen ? row.getSuccesses() : 0);
    row.setTriedAt(now);
    row.setChangedAt(now);
    row.update();
    return new Leave.Try(now);
  }

  /** A try takes less than half a minute; who waits for it does not come back all at once. */
  private static Duration soon() {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000, 30_000));
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
        .setNull(VENDOR_CIRCUITS.TRIED_AT)
        .set(VENDOR_CIRCUITS.CHANGED_AT, DSL.currentInstant())
        .where(VENDOR_CIRCUITS.STATE.ne(IS_OPEN))
        .execute();
  }

  /** Of a try that was taken for dead, nothing counts any more. */
  private void failed(DSLContext db, Key key, Instant since) {
    if (db.fetchExists(VENDOR_CIRCUITS, isTriedBy(key, since))) {
      opened(db, key);
    }
  }

  private static void succeeded(DSLContext db, Key key, Instant since) {
    db.update(VENDOR_CIRCUITS)
        .set(VENDOR_CIRCUITS.SUCCESSES, VENDOR_CIRCUITS.SUCCESSES.plus(1))
        .set(
            VENDOR_CIRCUITS.STATE,
            DSL.when(VENDOR_CIRCUITS.SUCCESSES.ge(SUCCESSES - 1), IS_CLOSED)
                .otherwise(IS_HALF_OPEN))
        .setNull(VENDOR_CIRCUITS.TRIED_AT)
        .set(VENDOR_CIRCUITS.CHANGED_AT, DSL.currentInstant())
        .where(isTriedBy(key, since))
        .execute();
  }

  private static SelectConditionStep<VendorCircuitsRecord> row(DSLContext db, Key key) {
    return db.selectFrom(VENDOR_CIRCUITS).where(is(key));
  }

  private static Condition isTriedBy(Key key, Instant since) {
    return is(key)
        .and(VENDOR_CIRCUITS.STATE.eq(IS_HALF_OPEN))
        .and(VENDOR_CIRCUITS.TRIED_AT.eq(since));
  }

  private static Condition is(Key key) {
    return VENDOR_CIRCUITS
        .PLATFORM
        .eq(key.platform().spelling())
        .and(VENDOR_CIRCUITS.HOST.eq(key.host()));
  }
}
