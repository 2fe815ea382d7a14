package org.teei.csr.deploy.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.deploy.shared.ApiClient;
import picocli.CommandLine;

/** Against a small server that plays the API. */
class PrivacyCommandTest {
  private record Reply(int status, String body) {}

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Queue<Reply> replies = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> officers = new ArrayList<>();
  private final UUID id = UUID.randomUUID();
  private String typed = "";
  private HttpServer api;

  @BeforeEach
  void start() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          Reply reply = replies.remove();
          byte[] body = reply.body.getBytes(UTF_8);
          exchange.sendResponseHeaders(reply.status, body.length);
          try (var stream = exchange.getResponseBody()) {
            stream.write(body);
          }
        });
    api.start();
  }

  @AfterEach
  void stop() {
    api.stop(0);
  }

  @Test
  void asks_with_person_and_reason_as_the_named_officer() {
    answers(201, "requested");

    assertThat(run("erase-person", id.toString(), "--reason", "objection", "--name", "anna"))
        .isZero();

    assertThat(requests)
        .containsExactly(
            "POST /v1/privacy/erasures {\"personId\":\"%s\",\"reason\":\"objection\"}"
                .formatted(id));
    assertThat(officers).containsExactly("demo anna");
    assertThat(out.toString(UTF_8)).contains("waits for the approval");
  }

  @Test
  void watches_until_the_person_is_erased() {
    answers(202, "approved");
    answers(200, "approved");
    answers(200, "erased");

    assertThat(run("approve-erasure", id.toString(), "--watch")).isZero();

    assertThat(requests).hasSize(3);
    assertThat(out.toString(UTF_8)).contains("erased, 2 profiles");
  }

  @Test
  void an_erasure_that_lapses_while_it_is_watched_is_no_success() {
    answers(202, "approved");
    answers(200, "lapsed");

    assertThat(run("approve-erasure", id.toString(), "--watch")).isEqualTo(1);
  }

  @Test
  void a_refusal_is_told_and_has_an_exit_code_of_its_own() {
    replies.add(
        new Reply(
            409,
            "{\"type\":\"/problems/privacy/same-person\",\"title\":\"Who asked cannot approve\"}"));

    assertThat(run("approve-erasure", id.toString(), "--watch")).isEqualTo(3);
    assertThat(out.toString(UTF_8)).contains("Who asked cannot approve");
  }

  @Test
  void asks_for_the_lift_of_what_is_typed_and_never_of_an_argument() {
    typed = " person@example.org \nnext line";
    answers(201, "requested");

    assertThat(run("lift", "--reason", "rejoined", "--name", "anna")).isZero();

    assertThat(requests)
        .containsExactly(
            "POST /v1/privacy/tombstone-lifts {\"kind\":\"email\",\"identifier\":\"person@example.org\",\"reason\":\"rejoined\"}");
    assertThat(officers).containsExactly("demo anna");
    assertThat(out.toString(UTF_8))
        .contains("Lift " + id + ": waits for the approval")
        .doesNotContain("person@example.org");
    assertThat(run("lift", "person@example.org", "--reason", "rejoined")).isEqualTo(2);
  }

  @Test
  void asks_for_nothing_when_nothing_is_typed() {
    assertThat(run("lift", "--reason", "rejoined")).isEqualTo(1);
    assertThat(requests).isEmpty();
  }

  @Test
  void tells_that_a_person_may_come_back() {
    answers(200, "lifted");

    assertThat(run("approve-lift", id.toString(), "--name", "bob")).isZero();

    assertThat(requests).containsExactly("POST /v1/privacy/tombstone-lifts/" + id + "/approve {}");
    assertThat(out.toString(UTF_8)).contains("lifted, imports take the person");
  }

  @Test
  void an_identifier_of_nobody_is_told() {
    typed = "person@example.org";
    replies.add(
        new Reply(
            404,
            "{\"type\":\"/problems/privacy/no-tombstone\",\"title\":\"Nobody who was erased had it\"}"));

    assertThat(run("lift", "--reason", "rejoined")).isEqualTo(3);
    assertThat(out.toString(UTF_8)).contains("Nobody who was erased had it");
  }

  private void answers(int status, String state) {
    replies.add(
        new Reply(
            status,
            "{\"id\":\"%s\",\"personId\":\"%s\",\"state\":\"%s\",\"erasedProfiles\":2,\"lapsesAt\":\"2026-03-08T12:00:00Z\"}"
                .formatted(id, id, state)));
  }

  private int run(String... arguments) {
    URI base = URI.create("http://127.0.0.1:" + api.getAddress().getPort());
    return new CommandLine(
            new PrivacyCommand(
                (tenant, name) -> {
                  officers.add(tenant + " " + name);
                  return new ApiClient(base);
                },
                new ByteArrayInputStream(typed.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8)))
        .execute(arguments);
  }
}
