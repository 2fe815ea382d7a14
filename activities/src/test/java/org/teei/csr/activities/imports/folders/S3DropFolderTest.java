package org.teei.csr.activities.imports.folders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.http.client.InetAddressFilter;
import org.teei.csr.activities.imports.folders.DropFolder.Entry;
import org.teei.csr.activities.observability.FailureClassifier;
import org.teei.csr.activities.observability.FailureClassifier.Verdict;
import org.teei.csr.schema.imports.BucketKey;
import org.teei.csr.schema.imports.BucketPlace;
import org.teei.csr.workflows.shared.FailureClass;
import software.amazon.awssdk.services.s3.S3Client;

/** Against S3Mock, never against AWS. */
class S3DropFolderTest {
  private static final String PREFIX = "partner/in/";
  private static final BucketKey KEY = new BucketKey("folder", "secret");

  private ObjectStorage storage;
  private DropFolder folder;

  @BeforeEach
  void setUp() {
    storage = new ObjectStorage();
    folder = new Buckets(true, true).open(place(ObjectStorage.endpoint()), KEY);
  }

  @AfterEach
  void tearDown() {
    folder.close();
  }

  @Test
  void whatLiesBelowThePrefixIsListedByName() throws IOException {
    storage.put(PREFIX + "b.csv", "22");
    storage.put(PREFIX + "a.csv", "1");
    storage.put(PREFIX, "");
    for (String passedOver :
        List.of(".hidden.csv", "c.part", "d.TMP", "e.filepart", "deeper/f.csv", "done/g.csv")) {
      storage.put(PREFIX + passedOver, "1");
    }
    storage.put("partner/elsewhere.csv", "1");
    storage.put("partner/inside.csv", "1");

    assertThat(folder.list()).extracting(Entry::name).containsExactly("a.csv", "b.csv");
    assertThat(folder.list()).extracting(Entry::length).containsExactly(1L, 2L);
  }

  @Test
  void namesBehindTheFirstThousandAreFound() throws IOException {
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 1_104; i++) {
        String number = "%05d".formatted(i);
        threads.submit(() -> storage.put(PREFIX + "z" + number + ".csv", "1"));
        if (i % 2 == 0) {
          threads.submit(() -> storage.put(PREFIX + number + ".part", ""));
        }
      }
    }

    List<Entry> entries = folder.list();

    assertThat(entries).hasSize(1_104);
    assertThat(entries.getFirst().name()).isEqualTo("z00000.csv");
    assertThat(entries.getLast().name()).isEqualTo("z01103.csv");
    assertThat(entries).extracting(Entry::name).isSorted();
  }

  @Test
  void anObjectIsReadInTheVersionThatWasListed() throws IOException {
    storage.put(PREFIX + "a.csv", "first");
    Entry listed = only();

    assertThat(text(listed)).isEqualTo("first");

    storage.put(PREFIX + "a.csv", "other");
    assertThatThrownBy(() -> folder.open(listed)).isInstanceOf(NoSuchFileException.class);
    assertThat(only().version()).isNotEqualTo(listed.version());
  }

  @Test
  void anObjectThatIsTakenAwayIsNotThere() throws IOException {
    storage.put(PREFIX + "a.csv", "first");
    Entry listed = only();
    storage.delete(PREFIX + "a.csv");

    assertThatThrownBy(() -> folder.open(listed)).isInstanceOf(NoSuchFileException.class);
    folder.done(listed);
    assertThat(storage.keys("")).isEmpty();
  }

  @Test
  void theRestOfALargeObjectIsNotReadWhenItIsClosed() throws IOException {
    storage.put(PREFIX + "a.csv", new byte[20 << 20]);

    try (InputStream in = folder.open(only())) {
      assertThat(in.readNBytes(10)).hasSize(10);
    }

    assertThat(only().length()).isEqualTo(20 << 20);
  }

  @Test
  void anObjectIsMovedToDoneHoweverOftenThatIsBegun() throws IOException {
    storage.put(PREFIX + "m\u00e4rz 1+1&2.csv", "1");
    Entry listed = only();

    folder.done(listed);
    folder.done(listed);

    assertThat(storage.keys("")).singleElement().asString().startsWith(PREFIX + "done/");
    assertThat(storage.keys("").getFirst()).endsWith("-m\u00e4rz 1+1&2.csv");
    assertThat(storage.text(storage.keys("").getFirst())).isEqualTo("1");
  }

  /** The process died between the two; the copy is made over itself. */
  @Test
  void aMoveThatDiedBehindTheCopyLeavesOneFileInDone() throws IOException {
    storage.put(PREFIX + "a.csv", "1");
    Entry listed = only();
    folder.done(listed);
    storage.put(PREFIX + "a.csv", "1");

    folder.done(new Entry("a.csv", 1, listed.modified(), true, listed.version()));

    assertThat(storage.keys("")).hasSize(1);
  }

  @Test
  void anObjectThatWasReplacedMeanwhileStays() throws IOException {
    storage.put(PREFIX + "a.csv", "first");
    Entry listed = only();
    storage.put(PREFIX + "a.csv", "second");

    folder.done(listed);

    assertThat(storage.keys(PREFIX)).containsExactly(PREFIX + "a.csv");
    assertThat(storage.text(PREFIX + "a.csv")).isEqualTo("second");
  }

  @Test
  void anObjectThatIsReplacedBetweenTheCopyAndTheRemovalStays() throws IOException {
    storage.put(PREFIX + "a.csv", "first");
    Entry listed = only();
    S3Client replacing =
        (S3Client)
            Proxy.newProxyInstance(
                S3Client.class.getClassLoader(),
                new Class<?>[] {S3Client.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("deleteObject")) {
                    storage.put(PREFIX + "a.csv", "second");
                  }
                  try {
                    return method.invoke(storage.client(), arguments);
                  } catch (InvocationTargetException refused) {
                    throw refused.getCause();
                  }
                });

    assertThatCode(() -> new S3DropFolder(replacing, storage.bucket(), PREFIX).done(listed))
        .doesNotThrowAnyException();

    assertThat(storage.text(PREFIX + "a.csv")).isEqualTo("second");
    assertThat(storage.keys(PREFIX + "done/")).hasSize(1);
  }

  @Test
  void whyAnObjectIsRefusedLiesBesideIt() throws IOException {
    storage.put(PREFIX + "a.csv", "1");

    folder.refused(only(), "No table.");

    List<String> keys = storage.keys(PREFIX + "refused/");
    assertThat(keys).hasSize(2);
    assertThat(keys.getFirst()).endsWith("-a.csv");
    assertThat(keys.getLast()).isEqualTo(keys.getFirst() + ".problem.txt");
    assertThat(storage.text(keys.getLast())).isEqualTo("No table.\n");
    assertThat(folder.list()).isEmpty();
  }

  @Test
  void aBucketThatIsNotThereIsAPermanentFailure() {
    var place = new BucketPlace("nothing-here", "", "us-east-1", ObjectStorage.endpoint(), true);
    try (DropFolder none = new Buckets(true, true).open(place, KEY)) {
      assertThat(verdict(none))
          .isEqualTo(new Verdict(FailureClass.PERMANENT, "bucket-not-there", null));
    }
  }

  @Test
  void anEndpointOnThisMachineIsRefusedUnlessItIsAllowed() {
    for (String host :
        List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433")) {
      String endpoint = ObjectStorage.endpoint().replace("127.0.0.1", host);
      try (DropFolder refused =
          new Buckets(true, InetAddressFilter.externalAddresses(), Duration.ofSeconds(5))
              .open(place(endpoint), KEY)) {
        assertThat(verdict(refused))
            .as(host)
            .isEqualTo(new Verdict(FailureClass.PERMANENT, "folder-not-allowed", null));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "[fd00::1]"})
  void anEndpointInANetworkOfOursIsNotEvenConnectedTo(String host) {
    try (DropFolder refused = new Buckets(true, false).open(place("http://" + host), KEY)) {
      assertThat(verdict(refused).reason()).isEqualTo("folder-not-allowed");
    }
  }

  @Test
  void anEndpointWithoutEncryptionIsRefusedUnlessItIsAllowed() {
    var buckets = new Buckets(false, true);

    Throwable failure = catchThrowable(() -> buckets.open(place(ObjectStorage.endpoint()), KEY));

    assertThat(FailureClassifier.classify(failure, Instant.now()).reason())
        .isEqualTo("folder-not-encrypted");
  }

  @Test
  void anEndpointThatNobodyServesIsTriedAgainLater() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (DropFolder down = impatient("http://127.0.0.1:" + port)) {
      assertThat(verdict(down))
          .isEqualTo(new Verdict(FailureClass.TRANSIENT, "folder-unreachable", null));
    }
  }

  @Test
  void anEndpointThatAnswersNothingIsGivenUpInTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0);
        DropFolder slow = impatient("http://127.0.0.1:" + silent.getLocalPort())) {
      Instant begun = Instant.now();

      assertThat(verdict(slow))
          .isEqualTo(new Verdict(FailureClass.TRANSIENT, "folder-unreachable", null));
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }
  }

  /** Each byte comes in time, all of them do not. */
  @Test
  void aListThatDripsIsGivenUpInTime() throws IOException {
    HttpServer dripping = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    dripping.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            for (int i = 0; i < 200; i++) {
              out.write(' ');
              out.flush();
              Thread.sleep(100);
            }
          } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
          }
        });
    dripping.start();
    try (DropFolder slow = impatient("http://127.0.0.1:" + dripping.getAddress().getPort())) {
      Instant begun = Instant.now();

      assertThat(verdict(slow).failureClass()).isEqualTo(FailureClass.TRANSIENT);
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
    } finally {
      dripping.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, AUTH",
    "429, RATE_LIMITED",
    "500, TRANSIENT",
    "503, TRANSIENT",
    "301, PERMANENT"
  })
  void whatTheEndpointRefusesSaysWhatWouldHelp(int status, FailureClass expected)
      throws IOException {
    HttpServer refusing = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    int[] asked = new int[1];
    refusing.createContext(
        "/",
        exchange -> {
          asked[0]++;
          exchange.getResponseHeaders().add("Location", ObjectStorage.endpoint() + "/elsewhere");
          exchange.getResponseHeaders().add("Retry-After", "7");
          byte[] body =
              "<Error><Code>No</Code><Message>secret.csv</Message></Error>".getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    refusing.start();
    try (DropFolder refused = impatient("http://127.0.0.1:" + refusing.getAddress().getPort())) {
      Throwable failure = catchThrowable(refused::list);
      Verdict verdict = FailureClassifier.classify(failure, Instant.now());

      assertThat(verdict.failureClass()).isEqualTo(expected);
      assertThat(failure).hasMessageNotContaining("secret").hasNoCause();
      assertThat(asked[0]).isEqualTo(1);
      if (status == 429) {
        assertThat(verdict.retryAfter()).isEqualTo(Duration.ofSeconds(7));
      }
    } finally {
      refusing.stop(0);
    }
  }

  private BucketPlace place(@Nullable String endpoint) {
    return new BucketPlace(storage.bucket(), PREFIX, "us-east-1", endpoint, true);
  }

  private DropFolder impatient(String endpoint) {
    return new Buckets(true, InetAddressFilter.all(), Duration.ofSeconds(1))
        .open(place(endpoint), KEY);
  }

  private static Verdict verdict(DropFolder folder) {
    return FailureClassifier.classify(catchThrowable(folder::list), Instant.now());
  }

  private Entry only() throws IOException {
    assertThat(folder.list()).hasSize(1);
    return folder.list().getFirst();
  }

  private String text(Entry entry) throws IOException {
    try (InputStream in = folder.open(entry)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
