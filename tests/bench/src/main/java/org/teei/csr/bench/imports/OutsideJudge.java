package org.teei.csr.bench.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.teei.csr.bench.chaos.Checker;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;

/**
 * Looks at what lies outside the database: what consumers of the stream of events get, the stored
 * files, the workflows that are open, and what the API shows of a few persons.
 */
final class OutsideJudge implements Checker {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final int PORTION = 1_000;
  private static final int SAMPLE = 10;

  private final LocalStack stack;
  private final String tenant;
  private final Expectation wanted;
  private final Discrepancies found = new Discrepancies();

  OutsideJudge(LocalStack stack, String tenant, Expectation wanted) {
    this.stack = stack;
    this.tenant = tenant;
    this.wanted = wanted;
  }

  @Override
  public List<Finding> findings() throws Exception {
    stream();
    files();
    workflows();
    persons();
    return found.findings();
  }

  /** A consumer of its own gets each event; a repeat would be the consumer's to drop. */
  private void stream() throws Exception {
    Map<UUID, Integer> got = new HashMap<>();
    try (var nats = Nats.connect(stack.nats("worker"))) {
      JetStreamSubscription all =
          nats.jetStream()
              .subscribe(
                  "csr.events." + tenant + ".>",
                  PullSubscribeOptions.builder().stream("EVENTS")
                      .configuration(
                          ConsumerConfiguration.builder()
                              .ackPolicy(AckPolicy.None)
                              .inactiveThreshold(QUIET)
                              .build())
                      .build());
      long pending = all.getConsumerInfo().getNumPending();
      while (pending > 0) {
        List<Message> some = all.fetch((int) Math.min(PORTION, pending), QUIET);
        for (Message event : some) {
          UUID id = UUID.fromString(JSON.readTree(event.getData()).path("id").asText());
          got.merge(id, 1, Integer::sum);
        }
        pending = some.isEmpty() ? 0 : some.getLast().metaData().pendingCount();
      }
    }
    for (UUID id : ids()) {
      found.compare("events in the stream", 1, got.getOrDefault(id, 0), id.toString());
      got.remove(id);
    }
    got.forEach((id, times) -> found.add(Wrong.OTHER, times, "events of nothing", id.toString()));
  }

  private Set<UUID> ids() throws SQLException {
    Set<UUID> ids = new HashSet<>();
    try (Connection connection = stack.superuser();
        var query =
            connection.prepareStatement(
                "select event_id from csr.outbox_events where tenant_id = ?")) {
      query.setString(1, tenant);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
      }
    }
    return ids;
  }

  private void files() throws IOException, SQLException {
    Path root = stack.data().resolve("storage/objects").resolve(tenant);
    Set<String> stored = new HashSet<>();
    try (var files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> stored.add(root.relativize(file).toString()));
    }
    try (Connection connection = stack.superuser();
        var query =
            connection.prepareStatement(
                """
                select stored_object from csr.import_jobs where tenant_id = ?
                union all
                select stored_object from csr.import_attempts where tenant_id = ? and stored_object is not null
                """)) {
      query.setString(1, tenant);
      query.setString(2, tenant);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          String name = rows.getString(1);
          found.compare("stored files", 1, stored.remove(name) ? 1 : 0, name);
        }
      }
    }
    stored.forEach(name -> found.add(Wrong.OTHER, 1, "stored files of nothing", name));
  }

  /** The list of workflows follows their ends by a moment. */
  private void workflows() throws IOException, InterruptedException {
    String query = "WorkflowId STARTS_WITH 'imports/%s/' AND ExecutionStatus %s";
    String open = query.formatted(tenant, "= 'Running'");
    for (int i = 0; i < 50 && count(open) > 0; i++) {
      Thread.sleep(200);
    }
    found.unless(count(open) == 0, "open workflows", tenant);
    String failed = query.formatted(tenant, "IN ('Failed', 'Terminated', 'TimedOut')");
    found.unless(count(failed) == 0, "workflows that failed", tenant);
  }

  private long count(String query) throws IOException {
    JsonNode answer =
        JSON.readTree(stack.csr("temporal", "workflow", "count", "--query", query, "-o", "json"));
    return answer.path("count").asLong();
  }

  /** The product alone can find a person by the address, for which it has to decrypt keys. */
  private void persons() {
    ImportsClient api = stack.as(tenant, "company_admin");
    Map<String, Integer> sessions = new HashMap<>();
    for (SentSession session : wanted.standing().values()) {
      sessions.merge(session.participant(), 1, Integer::sum);
      sessions.merge(session.volunteer(), 1, Integer::sum);
    }
    sessions.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(SAMPLE)
        .forEach(entry -> {
          JsonNode profile =
              api.post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(entry.getKey()))
                  .json()
                  .findPath("sessionsTotal");
          found.unless(
              profile.asInt(-1) == entry.getValue(),
              "persons that the API shows otherwise",
              "%d sessions instead of %d".formatted(profile.asInt(-1), entry.getValue()));
        });
  }

  /** What a company's stream must have been told before it is judged. */
  static List<String> quiet(String tenant) {
    return List.of(
        """
        select coalesce(max(position) = max(last_position), count(*) = 0)
        from csr.outbox_positions left join csr.outbox_publications using (tenant_id)
        where tenant_id = '%s'
        """
            .formatted(tenant),
        """
        select (select count(*) from csr.outbox_events where tenant_id = '%1$s')
          <= (select count(*) from csr.event_deduplication where tenant_id = '%1$s' and consumer = 'profile-timeline')
        """
            .formatted(tenant));
  }
}
