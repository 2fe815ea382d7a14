package org.teei.csr.bench.impactin;

import java.sql.Connection;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.teei.csr.bench.chaos.Scenario;
import org.teei.csr.bench.impactin.DeliveryJudge.Expected;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.SessionRows;

/**
 * Past months of companies go to three platforms, which fail at random meanwhile: as a backfill
 * and, for the last month, by the Temporal Schedule at the same time.
 */
public final class DeliveryScenario implements Scenario {
  static final int MONTHS = 4;
  private static final List<String> PLATFORMS = List.of("benevity", "goodera", "workday");
  private static final int SESSIONS = 40;
  private static final Duration SOON = Duration.ofMinutes(2);

  /** What goes wrong with how many of all requests. */
  private static final List<String> FAULTS =
      List.of(
          "\"kind\":\"rate-limit\",\"retryAfterSeconds\":2,\"share\":0.04",
          "\"kind\":\"rate-limit\",\"share\":0.03",
          "\"kind\":\"server-error\",\"share\":0.04",
          "\"kind\":\"server-error\",\"commits\":true,\"share\":0.04",
          "\"kind\":\"malformed-ok\",\"share\":0.04",
          "\"kind\":\"reset\",\"share\":0.03",
          "\"kind\":\"reset-after-commit\",\"share\":0.05",
          "\"kind\":\"timeout-after-commit\",\"share\":0.03",
          "\"kind\":\"unavailable\",\"share\":0.1,\"on\":\"ask\"",
          "\"kind\":\"server-error\",\"share\":0.1,\"on\":\"token\"",
          // A token that is not valid any more is renewed, an API key needs a person.
          "\"kind\":\"expired-token\",\"share\":0.05,\"platform\":\"workday\"",
          // Slow, and sound: what a kill may cut off.
          "\"kind\":\"slow-drip\",\"pauseMillis\":20,\"share\":0.3");

  private final int periods;

  /**
   * @param periods of companies in each round, at least; whole companies come to a few more
   */
  public DeliveryScenario(int periods) {
    this.periods = periods;
  }

  @Override
  public List<String> stages() {
    return DeliveryRound.STAGES;
  }

  @Override
  public List<String> tables() {
    return List.of("impact_deliveries", "impact_delivery_attempts", "metric_snapshots");
  }

  @Override
  public Round begin(LocalStack stack, int number, Random random) throws Exception {
    var platforms = new SimulatedPlatforms(stack.simulators());
    List<Company> companies = new ArrayList<>();
    for (int i = 0; i < Math.ceilDiv(periods, MONTHS * PLATFORMS.size()); i++) {
      companies.add(Company.added(stack, platforms));
    }
    work(stack, companies);
    List<DeliveryRound.Asked> all = new ArrayList<>();
    List<Expected> expected = new ArrayList<>();
    for (Company company : companies) {
      company.computed(last());
      for (String platform : PLATFORMS) {
        company.connect(platform);
        String schedule = company.schedule(platform, "never");
        all.add(new DeliveryRound.Asked(company, platform, schedule));
        String preview = company.preview(schedule).path("payloadSha256").asText();
        for (YearMonth month : months()) {
          expected.add(
              new Expected(
                  company.id(), platform, month.atDay(1), month.equals(last()) ? preview : null));
        }
      }
    }
    var books = new Books(stack, companies.stream().map(Company::id).toList());
    Awaitility.await()
        .atMost(SOON)
        .until(() ->
            books.number(
                    "select count(*) from csr.scheduled_deliveries where scheduled_version < version and tenant_id = any(?)")
                == 0);
    Collections.shuffle(all, random);
    FAULTS.forEach(fault -> platforms.fault("{" + fault + "}"));
    return new DeliveryRound(stack, platforms, books, all, expected);
  }

  private static void work(LocalStack stack, List<Company> companies) throws Exception {
    Map<String, Integer> sessions = new HashMap<>();
    companies.forEach(company -> sessions.put(company.id(), MONTHS * SESSIONS));
    try (Connection connection = stack.superuser()) {
      SessionRows.write(
          connection, sessions, months().getLast().atDay(1), last().plusMonths(1).atDay(1));
    }
  }

  static YearMonth last() {
    return YearMonth.now(ZoneOffset.UTC).minusMonths(1);
  }

  /** The latest first. */
  static List<YearMonth> months() {
    return IntStream.range(0, MONTHS).mapToObj(last()::minusMonths).toList();
  }
}
