package org.teei.csr.bench.impactin;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.teei.csr.bench.impactin.Books.Kept;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.SessionRows;

/** Companies that each have one schedule of deliveries, all of which fire at the same minute. */
final class FiringCompanies {
  private static final int SESSIONS = 40;
  private static final String PLATFORM = "benevity";

  private final SimulatedPlatforms platforms;
  private final Books books;
  private final List<Company> companies;
  private final Map<Company, String> schedules = new HashMap<>();

  private FiringCompanies(LocalStack stack, SimulatedPlatforms platforms, List<Company> companies) {
    this.platforms = platforms;
    this.companies = companies;
    this.books = new Books(stack, companies.stream().map(Company::id).toList());
  }

  /** Companies with sessions in the last month, and connected. */
  static FiringCompanies added(LocalStack stack, int count) throws SQLException {
    var platforms = new SimulatedPlatforms(stack.simulators());
    var companies =
        AtOnce.all(
            count,
            _ -> {
              Company company = Company.added(stack, platforms);
              company.connect(PLATFORM);
              return company;
            });
    YearMonth month = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
    LocalDate first = month.atDay(1);
    try (Connection connection = stack.superuser()) {
      SessionRows.write(
          connection,
          companies.stream().collect(Collectors.toMap(Company::id, _ -> SESSIONS)),
          first,
          first.plusMonths(1));
    }
    return new FiringCompanies(stack, platforms, companies);
  }

  /** Makes a schedule for each, and waits until Temporal has it. */
  void schedule(Instant minute) {
    var at = minute.atOffset(ZoneOffset.UTC);
    var body =
        """
        {"platform":"%s","frequency":"custom","cron":"%d %d %d %d *","period":"month","timeZone":"UTC",
         "approval":"never","jitterSeconds":0}\
        """
            .formatted(
                PLATFORM, at.getMinute(), at.getHour(), at.getDayOfMonth(), at.getMonthValue());
    List<String> ids = AtOnce.all(companies.size(), number -> companies.get(number).schedule(body));
    for (int i = 0; i < ids.size(); i++) {
      schedules.put(companies.get(i), ids.get(i));
    }
    await()
        .atMost(Duration.between(Instant.now(), minute))
        .pollInterval(Duration.ofSeconds(1))
        .until(() ->
            books.number(
                    "select count(*) from csr.scheduled_deliveries where scheduled_version = version and tenant_id = any(?)")
                == companies.size());
  }

  /** Ids of the Temporal Schedules. */
  List<String> temporalSchedules() {
    return schedules.entrySet().stream()
        .map(each -> "impactin/%s/schedule-%s".formatted(each.getKey().id(), each.getValue()))
        .toList();
  }

  /** Waits until each has a receipt. */
  List<Kept> receipts(Duration atMost) throws SQLException {
    await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> arrived("delivered_at") == companies.size());
    return books.deliveries();
  }

  /** Waits until the platform has confirmed each. */
  void confirmed(Duration atMost) {
    await()
        .atMost(atMost)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> arrived("finished_at") == companies.size());
  }

  private long arrived(String when) throws SQLException {
    return books.number(
        "select count(%s) from csr.impact_deliveries where tenant_id = any(?)".formatted(when));
  }

  /**
   * Asks the platform's own book whether each arrived once, as it was frozen.
   *
   * @throws IllegalStateException if one did not
   */
  void judge(List<Kept> receipts) {
    Map<String, List<JsonNode>> accepted =
        platforms.accepted(PLATFORM).stream()
            .collect(Collectors.groupingBy(entry -> entry.path("organizationId").asText()));
    Set<String> missing = new HashSet<>();
    companies.forEach(company -> missing.add(company.id()));
    for (Kept receipt : receipts) {
      List<JsonNode> entries = accepted.getOrDefault(receipt.company(), List.of());
      if (entries.size() != 1
          || !entries.getFirst().path("idempotencyKey").asText().equals(receipt.id())
          || !entries.getFirst().path("bodySha256").asText().equals(receipt.payloadSha256())) {
        throw new IllegalStateException("Not once, or not as frozen: " + receipt + entries);
      }
      missing.remove(receipt.company());
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("Nothing arrived of " + missing);
    }
  }
}
