package org.teei.csr.tests.personaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;

/** A company's data key is rotated while people work and the worker is killed. */
class KeyRotationJourneyTest {
  private static final Duration ENOUGH = Duration.ofMinutes(4);
  private static final String ROTATIONS = "/v1/admin/keys/rotations";

  private final AtomicBoolean over = new AtomicBoolean();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();
  private final Queue<String> uploads = new ConcurrentLinkedQueue<>();
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void noRequestFailsWhileTheKeyRotatesAndTheWorkerIsKilled() throws Exception {
    try (LocalStack stack = LocalStack.start("rotation");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ImportsClient imports = stack.imports();
      SessionsFile known = SessionsFile.ofRows(1);
      imports.ended(imports.accepted("", known.bytes()), ENOUGH);
      ImportsClient administrator = stack.as("platform", "system_admin");

      Answer asked = administrator.post(ROTATIONS, "{\"tenant\":\"demo\"}");
      assertThat(asked.status()).isEqualTo(202);
      JsonNode rotation;
      try {
        threads.execute(() -> repeatedly(() -> read(imports, known)));
        threads.execute(() -> repeatedly(() -> upload(imports)));
        rotation =
            endedAfterAKill(
                stack, administrator, ROTATIONS + "/" + asked.json().path("id").asText());
      } finally {
        over.set(true);
      }
      threads.shutdown();

      assertThat(threads.awaitTermination(ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(failed).isEmpty();
      assertThat(rotation.path("status").asText()).isEqualTo("completed");
      assertThat(rotation.path("rewrappedPersonKeys").asLong()).isPositive();
      assertThat(rotation.path("keptPersonKeys").asLong()).isZero();
      assertThat(reads).hasPositiveValue();
      assertThat(uploads).isNotEmpty().containsOnly("2");
      assertThat(
              stack.value(
                  "select count(*) from person_keys where tenant_id = 'demo' and data_key_version < 2"))
          .isEqualTo("0");
    }
  }

  /** The worker is killed once the new version is there. */
  private static JsonNode endedAfterAKill(
      LocalStack stack, ImportsClient administrator, String job) {
    await()
        .atMost(ENOUGH)
        .until(() -> administrator.get(job).json().path("keyVersion").asInt() == 2);
    stack.kill("worker");
    await()
        .atMost(ENOUGH)
        .until(() -> !administrator.get(job).json().path("status").asText().equals("running"));
    return administrator.get(job).json();
  }

  private void repeatedly(Runnable work) {
    while (!over.get()) {
      try {
        work.run();
      } catch (RuntimeException e) {
        failed.add(e.toString());
      }
    }
  }

  private void read(ImportsClient imports, SessionsFile known) {
    Answer found =
        imports.post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(known.participant()));
    if (found.status() != 200 || found.json().path("items").path(0).path("identifiers").isEmpty()) {
      failed.add("search " + found.status());
    }
    reads.incrementAndGet();
  }

  /** One file after the other, so that the machine is busy and not buried. */
  private void upload(ImportsClient imports) {
    Answer accepted = imports.send("", SessionsFile.ofRows(2).bytes());
    if (accepted.status() == 202) {
      String id = accepted.json().path("id").asText();
      uploads.add(imports.ended(id, ENOUGH).path("counts").path("accepted").asText());
    } else {
      failed.add("upload " + accepted.status());
    }
  }
}
