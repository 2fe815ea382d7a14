package org.teei.csr.api.identity.limits;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.bucket4j.TimeMeter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.teei.csr.api.identity.Principal;
import org.teei.csr.api.shared.Api;
import org.teei.csr.schema.tenancy.Database;

class RequestLimitsTest {
  private final Database database = Database.shared();
  private final String tenant = "t-" + UUID.randomUUID();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  @AfterEach
  void signOut() {
    SecurityContextHolder.clearContext();
  }

  /** The case of the requirement: two processes, more callers than there may be connections. */
  @Test
  void twoProcessesTogetherServeExactlyWhatAMinuteAllows() throws Exception {
    var who = principal("busy", OptionalInt.empty());

    assertThat(servedByTwoProcesses(1_300, new LimitsSettings(1_000, 1_000_000, 10), i -> who))
        .isEqualTo(1_000);
  }

  @Test
  void principalsOfACompanyTogetherAreServedExactlyWhatTheCompanyMay() throws Exception {
    assertThat(
            servedByTwoProcesses(
                800,
                new LimitsSettings(300, 500, 10),
                i -> principal("p" + i % 4, OptionalInt.empty())))
        .isEqualTo(500);
  }

  @Test
  void whatIsTooMuchForAPrincipalDoesNotCountForItsCompany() {
    var limits = limits(2, 4);
    servedOf(50, limits, principal("loud", OptionalInt.empty()));

    assertThat(servedOf(2, limits, principal("quiet", OptionalInt.empty()))).isEqualTo(2);
  }

  @Test
  void aRefusalSaysHowLongTheMinuteStillLasts() {
    var limits = limits(2, 100);
    var who = principal("curious", OptionalInt.empty());
    servedOf(2, limits, who);
    pass(Duration.ofSeconds(45));

    assertThat(limits.take(who))
        .isEqualTo(new Quota("principal", 2, false, 0, Duration.ofSeconds(15)));
  }

  @Test
  void aPrincipalMayHaveAFigureOfItsOwn() {
    var limits = limits(2, 100);

    assertThat(servedOf(10, limits, principal("key", OptionalInt.of(5)))).isEqualTo(5);
    assertThat(servedOf(10, limits, principal("other", OptionalInt.empty()))).isEqualTo(2);
  }

  @Test
  void anotherFigureHoldsFromTheNextRequestOn() {
    var limits = limits(2, 100);
    servedOf(10, limits, principal("key", OptionalInt.of(5)));

    assertThat(servedOf(10, limits, principal("key", OptionalInt.of(3)))).isEqualTo(3);
  }

  @Test
  void theSameNameInAnotherCompanyIsSomebodyElse() {
    var limits = limits(2, 100);
    servedOf(10, limits, principal("same", OptionalInt.empty()));

    assertThat(servedOf(10, limits, new Principal(tenant + "-2", "same", "company_user", Set.of())))
        .isEqualTo(2);
  }

  @Test
  void nothingIsGivenBackBeforeTheMinuteIsOver() {
    var limits = limits(2, 100);
    var who = principal("impatient", OptionalInt.empty());
    servedOf(2, limits, who);
    pass(Duration.ofSeconds(59));

    assertThat(servedOf(5, limits, who)).isZero();
  }

  @Test
  void theNextMinuteBeginsAnew() {
    var limits = limits(2, 100);
    var who = principal("patient", OptionalInt.empty());
    servedOf(5, limits, who);
    pass(Duration.ofSeconds(60));

    assertThat(servedOf(5, limits, who)).isEqualTo(2);
  }

  /** Whichever clock begins a minute, it begins once for all. */
  @Test
  void processesWhoseClocksDifferServeTogetherExactlyWhatAMinuteAllows() {
    var behind = limits(10, 100);
    var ahead =
        new RequestLimits(
            new Buckets(database.api(), new Clock(() -> now.get().plusSeconds(5))),
            new LimitsSettings(10, 100, 10));
    var who = principal("skewed", OptionalInt.empty());

    assertThat(servedOf(4, behind, who) + servedOf(4, ahead, who) + servedOf(4, behind, who))
        .isEqualTo(10);

    pass(Duration.ofSeconds(57));
    assertThat(servedOf(6, ahead, who) + servedOf(6, behind, who)).isEqualTo(10);
  }

  @Test
  void noNameIsKept() {
    var name = "somebody-" + UUID.randomUUID();
    limits(2, 2).take(principal(name, OptionalInt.empty()));

    var kept =
        DSL.using(database.superuser(), SQLDialect.POSTGRES)
            .fetch("select bucket || state from csr.rate_limits")
            .map(row -> new String(row.get(0, byte[].class), StandardCharsets.ISO_8859_1));

    assertThat(kept).isNotEmpty().noneMatch(text -> text.contains(name) || text.contains(tenant));
  }

  /** Whoever removes what has expired removes nothing of a minute that lasts. */
  @Test
  void bucketsExpireAnHourAfterTheyAreFullAgain() {
    try (var own = Database.create()) {
      new RequestLimits(new Buckets(own.api(), clock()), new LimitsSettings(2, 100, 10))
          .take(principal("once", OptionalInt.empty()));

      assertThat(
              DSL.using(own.superuser(), SQLDialect.POSTGRES)
                  .fetch("select expires_at from csr.rate_limits")
                  .getValues(0, Long.class))
          .hasSize(2)
          .allSatisfy(expiresAt ->
              assertThat(Instant.ofEpochMilli(expiresAt))
                  .isCloseTo(Instant.now().plus(Duration.ofMinutes(61)), within(30, SECONDS)));
    }
  }

  /** Never open: while nobody can count, nobody is served. */
  @Test
  void withoutTheDatabaseNothingIsServed() {
    var away = new PGSimpleDataSource();
    away.setURL("jdbc:postgresql://127.0.0.1:" + Api.freePort() + "/none");
    var beans = new DefaultListableBeanFactory();
    beans.registerSingleton(
        "limits", new RequestLimits(new Buckets(away, clock()), new LimitsSettings(2, 2, 10)));
    var filter = new RateLimitFilter(beans.getBeanProvider(RequestLimits.class));
    SecurityContextHolder.getContext()
        .setAuthentication(
            new TestingAuthenticationToken(principal("any", OptionalInt.empty()), ""));
    var behind = new MockFilterChain();

    assertThatThrownBy(() ->
            filter.doFilter(
                new MockHttpServletRequest("GET", "/v1/imports"),
                new MockHttpServletResponse(),
                behind))
        .isInstanceOf(DataAccessException.class)
        .hasCauseInstanceOf(SQLException.class);
    assertThat(behind.getRequest()).isNull();
  }

  private int servedByTwoProcesses(
      int requests, LimitsSettings settings, IntFunction<Principal> who) throws Exception {
    try (var onePool = database.newPool("csr_api", 8);
        var otherPool = database.newPool("csr_api", 8);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var processes =
          Stream.of(onePool, otherPool)
              .map(pool -> new RequestLimits(new Buckets(pool, clock()), settings))
              .toList();
      var calls =
          IntStream.range(0, requests)
              .<Callable<Boolean>>mapToObj(
                  i -> () -> processes.get(i % 2).take(who.apply(i)).granted())
              .toList();
      return (int)
          callers.invokeAll(calls).stream().map(Future::resultNow).filter(ok -> ok).count();
    }
  }

  private RequestLimits limits(int perPrincipal, int perTenant) {
    return new RequestLimits(
        new Buckets(database.api(), clock()), new LimitsSettings(perPrincipal, perTenant, 10));
  }

  private Clock clock() {
    return new Clock(now::get);
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private Principal principal(String name, OptionalInt requestsPerMinute) {
    return new Principal(tenant, name, "company_user", Set.of(), requestsPerMinute);
  }

  private static int servedOf(int requests, RequestLimits limits, Principal who) {
    return (int) IntStream.range(0, requests).filter(i -> limits.take(who).granted()).count();
  }

  /** Stands still between two calls of {@link #pass}. */
  private record Clock(Supplier<Instant> now) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return TimeUnit.MILLISECONDS.toNanos(now.get().toEpochMilli());
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
