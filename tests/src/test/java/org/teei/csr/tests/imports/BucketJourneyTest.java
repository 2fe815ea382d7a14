package org.teei.csr.tests.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.S3Server;
import org.teei.csr.tests.shared.S3Server.Key;
import org.teei.csr.tests.shared.SessionsFile;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a partner lays into a bucket is imported by itself: against SeaweedFS, never AWS. */
class BucketJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(150);
  private static S3Server server;

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient client = stack.imports();
  private final S3Client partner = server.place().partner();
  private final String bucket = server.place().bucket();
  private final String name = "partner-" + UUID.randomUUID();
  private final String prefix = name + "/in/";
  private String address = "";

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = S3Server.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void tidyUp() {
    partner.close();
    assertThat(client.delete(address).status()).isEqualTo(204);
  }

  @Test
  void aFileInABucketIsImportedOnceAndWhatReplacesItToo() {
    SessionsFile march = SessionsFile.ofRows(4);
    put("march.csv", march.bytes());
    register(server.place().folder());
    awaitFiles(1);
    assertThat(accepted("march.csv")).containsExactly(4L);
    awaitLaidAside(1);

    put("march.csv", march.bytes());
    lookNow();
    awaitLaidAside(2);
    assertThat(files()).hasSize(1);

    march.session(5, "4", "One more").session(6, "3", "And another");
    put("march.csv", march.bytes());
    lookNow();
    awaitFiles(2);
    assertThat(accepted("march.csv")).containsExactlyInAnyOrder(2L, 4L);
    awaitLaidAside(3);
    assertThat(sessions(march)).isEqualTo("6");
  }

  @Test
  void aFileThatIsStillBeingSentIsNotSeen() {
    byte[] april = SessionsFile.ofRows(3).bytes();
    put("april.csv.part", april);
    String sending =
        partner
            .createMultipartUpload(request -> request.bucket(bucket).key(prefix + "may.csv"))
            .uploadId();
    String part =
        partner
            .uploadPart(
                request ->
                    request.bucket(bucket).key(prefix + "may.csv").uploadId(sending).partNumber(1),
                RequestBody.fromBytes(SessionsFile.ofRows(2).bytes()))
            .eTag();
    register(server.place().folder());
    await().atMost(SOON).until(() -> !client.get(address).json().path("lookedAt").isNull());
    assertThat(files()).isEmpty();

    partner.copyObject(request ->
        request
            .sourceBucket(bucket)
            .sourceKey(prefix + "april.csv.part")
            .destinationBucket(bucket)
            .destinationKey(prefix + "april.csv"));
    partner.completeMultipartUpload(request ->
        request
            .bucket(bucket)
            .key(prefix + "may.csv")
            .uploadId(sending)
            .multipartUpload(
                all -> all.parts(CompletedPart.builder().partNumber(1).eTag(part).build())));
    lookNow();
    awaitFiles(2);

    assertThat(accepted("april.csv")).containsExactly(3L);
    assertThat(accepted("may.csv")).containsExactly(2L);
  }

  @Test
  void aFileThatCameHalfAndThenWholeLandsEachRowOnce() {
    SessionsFile june = SessionsFile.ofRows(5);
    byte[] whole = june.bytes();
    int secondRow = new String(whole, UTF_8).indexOf(june.mark + "-3");
    put("june.csv", Arrays.copyOf(whole, secondRow + 12));
    register(server.place().folder());
    awaitFiles(1);
    JsonNode half = imported("june.csv").getFirst().path("counts");
    assertThat(half.path("accepted").asLong()).isEqualTo(2);
    assertThat(half.path("rejected").asLong()).isEqualTo(1);

    put("june.csv", whole);
    lookNow();
    awaitFiles(2);

    assertThat(accepted("june.csv")).containsExactlyInAnyOrder(2L, 3L);
    assertThat(sessions(june)).isEqualTo("5");
  }

  @Test
  void aKeyThatIsRefusedIsSaidPlainlyAndMendedByAnother() {
    put("july.csv", SessionsFile.ofRows(2).bytes());
    register(new Key(server.place().folder().id(), "not-its-secret"));
    await().atMost(SOON).until(() -> parked() != null);
    JsonNode parked = parked();
    assertThat(parked.path("failureClass").asText()).isEqualTo("AUTH");
    assertThat(parked.path("failureType").asText()).isEqualTo("imports/credentials-refused");
    assertThat(parked.path("sentence").asText()).startsWith("Credentials were refused.");
    assertThat(files()).isEmpty();

    replace(server.place().folder(), 60);
    Answer again =
        client.post(
            "/v1/operations/parked/" + parked.path("id").asText() + "/resolve",
            "{\"action\":\"RETRY\",\"reason\":\"another key\",\"expectedSequence\":%d}"
                .formatted(parked.path("sequence").asInt()));
    assertThat(again.status()).as(again.body()).isBetween(200, 202);
    awaitFiles(1);

    assertThat(accepted("july.csv")).containsExactly(2L);
    awaitLaidAside(1);
  }

  private void register(Key key) {
    Answer made =
        client.post(
            "/v1/import-folders",
            body(key, 70).replaceFirst("\\{", "{\"name\":\"%s\",".formatted(name)));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.body()).doesNotContain(key.id(), key.secret());
    address = made.header("Location");
  }

  /** A folder that was changed is looked into at once. */
  private void lookNow() {
    int interval = client.get(address).json().path("intervalSeconds").asInt();
    replace(server.place().folder(), interval - 1);
  }

  private void replace(Key key, int intervalSeconds) {
    Answer replaced =
        client.request(
            "PUT",
            address,
            body(key, intervalSeconds).getBytes(UTF_8),
            "Content-Type",
            "application/json",
            "If-Match",
            client.get(address).header("ETag"));
    assertThat(replaced.status()).as(replaced.body()).isEqualTo(200);
  }

  private String body(Key key, int intervalSeconds) {
    return """
    {"kind": "sessions", "enabled": true, "intervalSeconds": %d, "bucket": {
      "bucket": "%s", "prefix": "%s", "region": "us-east-1", "endpoint": "%s", "pathStyle": true,
      "accessKeyId": "%s", "secretAccessKey": "%s"}}
    """
        .formatted(
            intervalSeconds, bucket, prefix, server.place().endpoint(), key.id(), key.secret());
  }

  private void put(String file, byte[] content) {
    partner.putObject(
        request -> request.bucket(bucket).key(prefix + file), RequestBody.fromBytes(content));
  }

  private List<JsonNode> files() {
    return items(address + "/files");
  }

  private void awaitFiles(int count) {
    await().atMost(SOON).until(() -> files().size() == count);
  }

  /** The imports of all files that had a name, when they have ended. */
  private List<JsonNode> imported(String file) {
    return files().stream()
        .filter(entry -> entry.path("name").asText().equals(file))
        .map(entry -> client.ended(entry.path("importId").asText(), SOON))
        .toList();
  }

  private List<Long> accepted(String file) {
    return imported(file).stream().map(job -> job.at("/counts/accepted").asLong()).toList();
  }

  /** Waits until nothing is left but what lies in {@code done/}. */
  private void awaitLaidAside(int count) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          List<String> keys =
              partner
                  .listObjectsV2(request -> request.bucket(bucket).prefix(prefix))
                  .contents()
                  .stream()
                  .map(S3Object::key)
                  .toList();
          assertThat(keys).hasSize(count).allMatch(key -> key.startsWith(prefix + "done/"));
        });
  }

  private JsonNode parked() {
    String id = address.substring(address.lastIndexOf('/') + 1);
    return items("/v1/operations/parked?feature=imports").stream()
        .filter(step -> step.path("businessRef").asText().equals(id))
        .findFirst()
        .orElse(null);
  }

  private List<JsonNode> items(String path) {
    return StreamSupport.stream(client.get(path).json().path("items").spliterator(), false)
        .toList();
  }

  private String sessions(SessionsFile file) {
    try {
      return stack.value(
          "select count(*) from sessions where external_id like '%s-%%'".formatted(file.mark));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
