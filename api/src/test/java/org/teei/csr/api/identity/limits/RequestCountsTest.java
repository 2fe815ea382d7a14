package org.teei.csr.api.identity.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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

class RequestCountsTest {
  private final Database database = Database.shared();
  private final String tenant = "t-" + UUID.randomUUID();

  @AfterEach
  void signOut() {
    SecurityContextHolder.clearContext();
  }

  /** The case of the requirement: two processes, as many callers as there may be connections. */
  @Test
  void twoProcessesTogetherServeExactlyWhatAMinuteAllows() throws Exception {
    var limits = new LimitsSettings(1_000, 1_000_000, 10);
    var who = principal("busy", OptionalInt.empty());
    try (var onePool = database.newPool("csr_api", 8);
        var otherPool = database.newPool("csr_api", 8);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var processes =
          new RequestCounts[] {
            new RequestCounts(onePool, limits), new RequestCounts(otherPool, limits)
          };
      var requests =
          IntStream.range(0, 1_300)
              .<Callable<Boolean>>mapToObj(i -> () -> served(processes[i % 2], who))
              .toList();

      assertThat(callers.invokeAll(requests).stream().map(Future::resultNow).filter(ok -> ok))
          .hasSize(1_000);
    }
  }

  @Test
  void principalsOfACompanyTogetherAreServedExactlyWhatTheCompanyMay() throws Exception {
    var limits = new LimitsSettings(300, 500, 10);
    try (var onePool = database.newPool("csr_api", 8);
        var otherPool = database.newPool("csr_api", 8);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var processes =
          new RequestCounts[] {
            new RequestCounts(onePool, limits), new RequestCounts(otherPool, limits)
          };
      var requests =
          IntStream.range(0, 800)
              .<Callable<Boolean>>mapToObj(
                  i -> () -> served(processes[i % 2], principal("p" + i % 4, OptionalInt.empty())))
              .toList();

      assertThat(callers.invokeAll(requests).stream().map(Future::resultNow).filter(ok -> ok))
          .hasSize(500);
    }
  }

  @Test
  void whatIsTooMuchForAPrincipalDoesNotCountForItsCompany() {
    var counts = counts(2, 100);
    var loud = principal("loud", OptionalInt.empty());
    IntStream.range(0, 50).forEach(i -> served(counts, loud));

    var quiet = counts.count(principal("quiet", OptionalInt.empty()));

    assertThat(quiet.get(1).name()).isEqualTo("tenant");
    assertThat(quiet.get(1).used()).isEqualTo(3);
  }

  @Test
  void aPrincipalMayHaveAFigureOfItsOwn() {
    var counts = counts(2, 100);

    assertThat(servedOf(10, counts, principal("key", OptionalInt.of(5)))).isEqualTo(5);
    assertThat(servedOf(10, counts, principal("other", OptionalInt.empty()))).isEqualTo(2);
  }

  @Test
  void theSameNameInAnotherCompanyIsSomebodyElse() {
    var counts = counts(2, 100);
    servedOf(10, counts, principal("same", OptionalInt.empty()));

    assertThat(servedOf(10, counts, new Principal(tenant + "-2", "same", "company_user", Set.of())))
        .isEqualTo(2);
  }

  @Test
  void theNextMinuteBeginsAnew() {
    var counts = counts(2, 100);
    var who = principal("patient", OptionalInt.empty());
    servedOf(5, counts, who);

    DSL.using(database.superuser(), SQLDialect.POSTGRES)
        .execute("update csr.rate_limits set window_start = window_start - interval '60 seconds'");

    assertThat(servedOf(5, counts, who)).isEqualTo(2);
  }

  @Test
  void noNameIsKept() {
    var name = "somebody-" + UUID.randomUUID();
    counts(2, 2).count(principal(name, OptionalInt.empty()));

    var kept =
        DSL.using(database.superuser(), SQLDialect.POSTGRES)
            .fetch("select bucket from csr.rate_limits")
            .map(row -> new String(row.get(0, byte[].class), StandardCharsets.ISO_8859_1));

    assertThat(kept).isNotEmpty().noneMatch(text -> text.contains(name) || text.contains(tenant));
  }

  /** Never open: while nobody can count, nobody is served. */
  @Test
  void withoutTheDatabaseNothingIsServed() {
    var away = new PGSimpleDataSource();
    away.setURL("jdbc:postgresql://127.0.0.1:" + Api.freePort() + "/none");
    var beans = new DefaultListableBeanFactory();
    beans.registerSingleton("counts", new RequestCounts(away, new LimitsSettings(2, 2, 2)));
    var filter = new RateLimitFilter(beans.getBeanProvider(RequestCounts.class));
    SecurityContextHolder.getContext()
        .setAuthentication(
            new TestingAuthenticationToken(principal("any", OptionalInt.empty()), ""));
    var behind = new MockFilterChain();

    assertThatThrownBy(() ->
            filter.doFilter(
                new MockHttpServletRequest("GET", "/v1/imports"),
                new MockHttpServletResponse(),
                behind))
        .isInstanceOf(DataAccessException.class);
    assertThat(behind.getRequest()).isNull();
  }

  private RequestCounts counts(int perPrincipal, int perTenant) {
    return new RequestCounts(database.api(), new LimitsSettings(perPrincipal, perTenant, 10));
  }

  private Principal principal(String name, OptionalInt requestsPerMinute) {
    return new Principal(tenant, name, "company_user", Set.of(), requestsPerMinute);
  }

  private static int servedOf(int requests, RequestCounts counts, Principal who) {
    return (int) IntStream.range(0, requests).filter(i -> served(counts, who)).count();
  }

  private static boolean served(RequestCounts counts, Principal who) {
    return counts.count(who).stream().noneMatch(Quota::exceeded);
  }
}
