package org.teei.csr.api.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import tools.jackson.databind.json.JsonMapper;

/** Two processes with one database, whose keys change while everybody works. */
class RotationUnderLoadTest {
  private static final int READERS = 8;
  private static final int SIGNERS = 2;
  private static final int ROTATIONS = 3;

  /** So many follow each other that a process has never seen the key that signs in the end. */
  private static final int BURST = 3;

  private static final int REQUESTS_BETWEEN = 40;

  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Api> processes = new ArrayList<>();

  @BeforeEach
  void start() {
    var first = Api.with(Map.of());
    processes.add(first);
    processes.add(Api.with(Api.settings(first.database(), first.directory())));
  }

  @AfterEach
  void stop() {
    processes.reversed().forEach(Api::close);
  }

  @Test
  void noRequestIsRefusedWhileKeysRotate() throws Exception {
    sign();
    var administrator = processes.getFirst().freshToken("platform", "system_admin");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      repeatedly(threads, READERS, this::read);
      repeatedly(threads, SIGNERS, this::sign);
      for (int i = 0; i < ROTATIONS; i++) {
        for (int quickly = 0; quickly < BURST; quickly++) {
          var rotated = new Http(processes.get(i % 2), administrator).post("/v1/admin/keys/rotate");
          assertThat(rotated.status()).isEqualTo(200);
        }
        var soFar = answered.get();
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> answered.get() >= soFar + REQUESTS_BETWEEN);
      }
      over.set(true);
    }

    assertThat(refused).isEmpty();
    assertThat(keys).as("keys that signed tokens in use").hasSizeGreaterThanOrEqualTo(ROTATIONS);
  }

  private void repeatedly(ExecutorService threads, int times, Runnable work) {
    for (int i = 0; i < times; i++) {
      threads.execute(() -> {
        while (!over.get()) {
          try {
            work.run();
          } catch (RuntimeException | AssertionError e) {
            refused.add(e.toString());
          }
        }
      });
    }
  }

  /** With the oldest token, the newest or any other. */
  private void read() {
    var random = ThreadLocalRandom.current();
    var token =
        switch (random.nextInt(3)) {
          case 0 -> tokens.getFirst();
          case 1 -> tokens.getLast();
          default -> tokens.get(random.nextInt(tokens.size()));
        };
    var answer = new Http(any(), token).get("/v1/imports");
    if (answer.status() != 200) {
      refused.add(answer.status() + " " + answer.text());
    }
    answered.incrementAndGet();
  }

  private void sign() {
    var token = any().freshToken(Api.TENANT, "company_user");
    keys.add(keyId(token));
    tokens.add(token);
  }

  private Api any() {
    return processes.get(ThreadLocalRandom.current().nextInt(processes.size()));
  }

  private static String keyId(String token) {
    var header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    return JsonMapper.builder().build().readTree(new String(header, UTF_8)).get("kid").asString();
  }
}
