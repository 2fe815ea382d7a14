package org.teei.csr.bench.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.Load;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.Machine;
import org.teei.csr.bench.shared.Medians;
import org.teei.csr.deploy.identity.DevelopmentUser;
import org.teei.csr.deploy.identity.Tokens;
import org.teei.csr.deploy.shared.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What authentication, authorisation, tenancy, audit and rate limit add to a request: the latencies
 * of the API at a fixed rate beside those of its own handlers without all of these, in turn in one
 * run; and how many tokens are checked and given out a second. Each request is of one of many
 * companies, which count their own; a local stack lets each of them send a million a minute.
 */
@Command(
    name = "api",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "What guarding a request adds, beside the same handlers without guards.")
public final class ApiBench implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int COMPANIES = 20;
  private static final int CALLERS = 8;
  private static final Duration CLOSED_LOOP = Duration.ofSeconds(5);

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "requests per second (${DEFAULT-VALUE})")
  int rate;

  @Option(names = "--seconds", defaultValue = "10", description = "of each turn (${DEFAULT-VALUE})")
  int seconds;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "measured rounds, after one that is not (${DEFAULT-VALUE})")
  int rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures to a file")
  @Nullable Path json;

  private final Load load = new Load();
  private final Map<String, List<double[]>> added = new LinkedHashMap<>();
  private final List<double[]> commits = new ArrayList<>();

  /**
   * Somebody who may ask.
   *
   * @param person one whom an import brought
   */
  private record Company(String id, String person, String authorization) {}

  @Override
  public Integer call() throws Exception {
    try (var stack = LocalStack.start("bench")) {
      var companies = companies(stack);
      var first = companies.getFirst();
      try (var unguarded = UnguardedProcess.start(stack, first.id());
          var database = stack.superuser()) {
        var guarded = URI.create(stack.api());
        Map<String, Function<Company, HttpRequest.Builder>> kinds = new LinkedHashMap<>();
        kinds.put("read", company -> request("GET", "/v1/imports", ""));
        kinds.put(
            "read of a person, audited",
            company -> request("GET", "/v1/profile/" + company.person(), ""));
        kinds.put("write", ApiBench::write);
        for (int round = 0; round <= rounds; round++) {
          for (var kind : kinds.entrySet()) {
            IntFunction<HttpRequest> asked =
                i -> {
                  var company = companies.get(i % COMPANIES);
                  return at(guarded, kind.getValue().apply(company))
                      .header("Authorization", company.authorization())
                      .build();
                };
            IntFunction<HttpRequest> unasked =
                i -> at(unguarded.address(), kind.getValue().apply(first)).build();
            measure(round, kind.getKey(), asked, unasked);
          }
          commit(round, database);
        }
        report(
            load.perSecond(
                CALLERS,
                CLOSED_LOOP,
                i -> {
                  var company = companies.get(i % COMPANIES);
                  return at(guarded, request("GET", "/v1/import-schemas", ""))
                      .header("Authorization", company.authorization())
                      .build();
                }),
            load.perSecond(
                CALLERS,
                CLOSED_LOOP,
                i -> at(unguarded.address(), request("GET", "/v1/import-schemas", "")).build()),
            grants(stack));
      }
    }
    return 0;
  }

  private void measure(
      int round, String kind, IntFunction<HttpRequest> asked, IntFunction<HttpRequest> unasked) {
    // The compilers of both processes need some thousand requests.
    var duration = Duration.ofSeconds(round == 0 ? 2 * seconds : seconds);
    var with = load.atRate(rate, duration, asked);
    var without = load.atRate(rate, duration, unasked);
    if (round > 0) {
      double[] figures = {
        millis(with, 0.5), millis(with, 0.95), millis(without, 0.5), millis(without, 0.95)
      };
      added.computeIfAbsent(kind, none -> new ArrayList<>()).add(figures);
      System.out.printf(
          "round %d, %s: with p50 %.2f p95 %.2f ms, without p50 %.2f p95 %.2f ms, added p95 %.2f ms%n",
          round, kind, figures[0], figures[1], figures[2], figures[3], figures[1] - figures[3]);
    }
  }

  /**
   * What PostgreSQL and the disk take alone to keep the least there is: part of what a guard adds
   * to a look.
   */
  private void commit(int round, Connection database) {
    var alone = load.callsAtRate(rate, Duration.ofSeconds(seconds), () -> keepNothing(database));
    if (round > 0) {
      commits.add(new double[] {millis(alone, 0.5), millis(alone, 0.95)});
      System.out.printf(
          "round %d, a durable commit alone: p50 %.2f p95 %.2f ms%n",
          round, commits.getLast()[0], commits.getLast()[1]);
    }
  }

  private static void keepNothing(Connection database) {
    try (var statement = database.createStatement()) {
      statement.execute("select pg_logical_emit_message(true, 'bench', '')");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double millis(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.round(sorted.length * share))] / 1e6;
  }

  private List<Company> companies(LocalStack stack) throws IOException, InterruptedException {
    var platform = stack.as("platform", "system_admin");
    List<Company> companies = new ArrayList<>();
    for (int i = 0; i < COMPANIES; i++) {
      var id = "bench-" + i;
      created(platform.post("/v1/admin/tenants", json(Map.of("id", id, "name", "Bench"))));
      var client = stack.as(id, "company_admin");
      var email = "p" + i + "@example.org";
      var file =
          "session_id,participant_email,volunteer_email,scheduled_at\ns1,%s,v%s,2026-01-01\n"
              .formatted(email, email);
      client.ended(client.accepted("", file.getBytes(UTF_8)), Duration.ofMinutes(2));
      var found = client.post("/v1/profile/search", json(Map.of("email", email))).json();
      var token =
          new Tokens(
                  new ApiClient(URI.create(stack.api())),
                  stack.credential("developmentSecret"),
                  new DevelopmentUser(id, "company_admin", "", false))
              .token();
      companies.add(
          new Company(id, found.path("items").path(0).path("id").asText(), "Bearer " + token));
    }
    return companies;
  }

  /** A client of its own, as an integrating engineer has one. */
  private double grants(LocalStack stack) throws IOException {
    var client =
        created(
                stack
                    .as("bench-0", "company_admin")
                    .post(
                        "/v1/admin/clients",
                        json(Map.of("name", "Bench", "scopes", List.of("imports:read")))))
            .json();
    var credentials =
        Base64.getEncoder()
            .encodeToString(
                (client.path("clientId").asText() + ":" + client.path("clientSecret").asText())
                    .getBytes(UTF_8));
    var grant =
        HttpRequest.newBuilder(URI.create(stack.api() + "/oauth2/token"))
            .header("Authorization", "Basic " + credentials)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=client_credentials&scope=imports:read"))
            .build();
    load.perSecond(CALLERS, CLOSED_LOOP, i -> grant);
    return load.perSecond(CALLERS, CLOSED_LOOP, i -> grant);
  }

  private static HttpRequest.Builder write(Company company) {
    return request(
        "PUT",
        "/v1/operations/drains/tenant:%s:b%d".formatted(company.id(), System.nanoTime()),
        "{\"reason\":\"bench\"}");
  }

  /** The path stands where the address will. */
  private static HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://api" + path))
        .header("Content-Type", "application/json")
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  private static HttpRequest.Builder at(URI address, HttpRequest.Builder request) {
    return request.uri(address.resolve(request.build().uri().getPath()));
  }

  private static ImportsClient.Answer created(ImportsClient.Answer answer) {
    if (answer.status() != 201) {
      throw new IllegalStateException("Not created: " + answer.status() + " " + answer.body());
    }
    return answer;
  }

  private static String json(Object value) throws IOException {
    return JSON.writeValueAsString(value);
  }

  private void report(double checks, double answers, double grants) throws IOException {
    ObjectNode figures = JSON.createObjectNode();
    figures.put("rate", rate).put("seconds", seconds).put("rounds", rounds);
    System.out.println();
    added.forEach((kind, ofRounds) -> {
      double with = median(ofRounds, 1);
      double without = median(ofRounds, 3);
      figures
          .putObject(kind)
          .put("p50With", median(ofRounds, 0))
          .put("p95With", with)
          .put("p50Without", median(ofRounds, 2))
          .put("p95Without", without)
          .put("addedP95", with - without)
          .put("ratio", with / without);
      System.out.printf(
          "%s at %d/s: p95 %.2f ms, of which guarding %.2f ms; ratio to the same handler without guards %.2f%n",
          kind, rate, with, with - without, with / without);
    });
    double commit = median(commits, 1);
    figures.putObject("durable commit").put("p50", median(commits, 0)).put("p95", commit);
    System.out.printf("a durable commit alone at %d/s: p95 %.2f ms%n", rate, commit);
    figures.put("checksPerSecond", checks).put("unguardedPerSecond", answers);
    figures.put("grantsPerSecond", grants);
    figures.put("machine", Machine.name()).put("commit", Machine.commit());
    System.out.printf(
        "token checks %,.0f/s (the same route without guards %,.0f/s, ratio %.2f); client-credential grants %,.0f/s%n"
            + "%d callers; medians of %d rounds of %d s; %s; commit %s%n",
        checks,
        answers,
        checks / answers,
        grants,
        CALLERS,
        rounds,
        seconds,
        Machine.name(),
        Machine.commit());
    if (json != null) {
      Files.writeString(
          json, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
    }
  }

  private static double median(List<double[]> rounds, int figure) {
    return Medians.of(rounds.stream().map(round -> round[figure]).toList());
  }
}
