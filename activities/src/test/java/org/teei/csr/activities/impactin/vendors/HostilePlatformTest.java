package org.teei.csr.activities.impactin.vendors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.impactin.vendors.VendorFixture.outgoing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.http.client.InetAddressFilter;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TenantId;

/** What a platform, or whoever passes for one, may do to a request. */
class HostilePlatformTest {
  private static final Map<String, String> KEY = Map.of("apiKey", "obviously-fake-key");

  private final FakePlatform platform = new FakePlatform();
  private VendorFixture fixture;
  private TenantId tenant;
  private PlatformVendors vendors;

  @BeforeEach
  void setUp(@TempDir Path directory) throws Exception {
    fixture = new VendorFixture(directory);
    tenant = fixture.tenant();
    vendors = fixture.vendors();
    connect(platform.url());
  }

  private void connect(String endpoint) {
    fixture.connect(tenant, Platform.BENEVITY, endpoint, "bearer");
    fixture.current(tenant, Platform.BENEVITY, KEY);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private VendorAnswer send() {
    return vendors.send(outgoing(tenant, Platform.BENEVITY));
  }

  private void isUnknown(VendorAnswer answer, String reason) {
    assertThat(answer.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(answer.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(answer.reason()).isEqualTo(reason);
    assertThat(new String(answer.exchange().request(), UTF_8)).endsWith("{\"a\":1}");
  }

  @Test
  void aConnectionThatIsResetLeavesTheOutcomeUnknown() {
    platform.doing((_, socket) -> socket.setSoLinger(true, 0));

    isUnknown(send(), "connection-lost");
  }

  @Test
  void aConnectionThatEndsWithoutAnAnswerLeavesTheOutcomeUnknown() {
    platform.doing((_, _) -> {});

    isUnknown(send(), "connection-lost");
  }

  @Test
  void silenceLeavesTheOutcomeUnknown() {
    platform.doing((_, socket) -> untilCutOff(socket));

    isUnknown(send(), "no-answer");
  }

  @Test
  void anAnswerThatDripsIsCutOff() {
    platform.doing((_, socket) -> {
      write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
      drip(socket);
    });

    Instant before = Instant.now();
    isUnknown(send(), "answer-cut-off");
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aHeadThatDripsIsCutOff() {
    platform.doing((_, socket) -> {
      write(socket, "HTTP/1.1 200 OK\r\nX-Long: ");
      drip(socket);
    });

    isUnknown(send(), "answer-too-slow");
  }

  @Test
  void aSuccessWhoseBodyIsCutLeavesTheOutcomeUnknown() {
    platform.doing((_, socket) ->
        write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + FakePlatform.ACCEPTED));

    isUnknown(send(), "answer-cut-off");
  }

  @Test
  void aRefusalNeedsNoBodyToBeOne() {
    platform.doing((_, socket) -> write(socket, "HTTP/1.1 401 No\r\nContent-Length: 500\r\n\r\n{"));

    assertThat(send().failureClass()).isEqualTo(FailureClass.AUTH);
  }

  @Test
  void anEndlessBodyIsReadNoFurtherThanItIsKept() {
    AtomicInteger written = new AtomicInteger();
    platform.doing((_, socket) -> {
      write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      byte[] chunk = ("8000\r\n" + "a".repeat(0x8000) + "\r\n").getBytes(ISO_8859_1);
      while (true) {
        socket.getOutputStream().write(chunk);
        written.addAndGet(0x8000);
      }
    });

    VendorAnswer answer = send();

    isUnknown(answer, "answer-cut-off");
    assertThat(answer.exchange().response().length).isLessThan(Recording.MOST_BYTES + 1_000);
    assertThat(written.get()).isLessThan(64 << 20);
  }

  @Test
  void aBodyThatSaysToBeHugeIsReadNoFurtherThanItIsKept() {
    platform.doing((_, socket) -> {
      write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n");
      byte[] block = new byte[0x8000];
      while (true) {
        socket.getOutputStream().write(block);
      }
    });

    VendorAnswer answer = send();

    isUnknown(answer, "answer-cut-off");
    assertThat(answer.exchange().response().length).isLessThan(Recording.MOST_BYTES + 1_000);
  }

  @Test
  void anEndlessHeadIsNotKept() {
    platform.doing((_, socket) -> {
      write(socket, "HTTP/1.1 200 OK\r\n");
      while (true) {
        write(socket, "X-More: " + "a".repeat(1_000) + "\r\n");
      }
    });

    isUnknown(send(), "connection-lost");
  }

  /** A gigabyte of blanks in a megabyte, and a success at its end. */
  @Test
  void aCompressedBodyIsNotUnpacked() {
    byte[] bomb = bomb();
    platform.doing((_, socket) -> {
      write(
          socket,
          "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + bomb.length
              + "\r\n\r\n");
      socket.getOutputStream().write(bomb);
      socket.getOutputStream().flush();
    });

    VendorAnswer answer = send();

    isUnknown(answer, "malformed-answer");
    assertThat(platform.last().header("Accept-Encoding")).isEmpty();
    assertThat(answer.exchange().response().length).isLessThan(bomb.length + 1_000);
  }

  private static byte[] bomb() {
    try (ByteArrayOutputStream packed = new ByteArrayOutputStream()) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        byte[] blanks = " ".repeat(1 << 20).getBytes(UTF_8);
        for (int i = 0; i < 200; i++) {
          gzip.write(blanks);
        }
        gzip.write(FakePlatform.ACCEPTED.getBytes(UTF_8));
      }
      return packed.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anAnswerThatIsNoHttpLeavesTheOutcomeUnknown() {
    platform.doing((_, socket) -> write(socket, "220 mail.example.org ESMTP\r\n"));

    isUnknown(send(), "connection-lost");
  }

  @Test
  void aTypeThatIsNoneDoesNotHideASuccess() {
    platform.answering(200, FakePlatform.ACCEPTED, "Content-Type", ";;;not a type");

    assertThat(send().verdict()).isIn(Verdict.ACCEPTED, Verdict.UNKNOWN);
  }

  @Test
  void whatNobodyListensToIsTriedAgain() {
    platform.close();

    VendorAnswer answer = send();

    assertThat(answer.verdict()).isEqualTo(Verdict.TRY_LATER);
    assertThat(answer.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(answer.reason()).isEqualTo("unreachable");
    assertThat(answer.exchange()).isEqualTo(Exchange.NONE);
  }

  @Test
  void aNameThatNobodyKnowsIsTriedAgain() {
    TenantId other = fixture.tenant();
    fixture.connect(other, Platform.BENEVITY, "https://platform.invalid/api", "bearer");
    fixture.current(other, Platform.BENEVITY, KEY);

    VendorAnswer answer = vendors.send(outgoing(other, Platform.BENEVITY));

    assertThat(answer.verdict()).isEqualTo(Verdict.TRY_LATER);
    assertThat(answer.exchange()).isEqualTo(Exchange.NONE);
  }

  @Test
  void aCertificateThatIsNoneIsTriedAgainWithoutAByteOfTheReport() {
    TenantId other = fixture.tenant();
    String encrypted = platform.url().replace("http:", "https:");
    fixture.connect(other, Platform.BENEVITY, encrypted, "bearer");
    fixture.current(other, Platform.BENEVITY, KEY);

    VendorAnswer answer = fixture.vendors().send(outgoing(other, Platform.BENEVITY));

    assertThat(answer.verdict()).isEqualTo(Verdict.TRY_LATER);
    assertThat(answer.exchange()).isEqualTo(Exchange.NONE);
    assertThat(platform.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    try (FakePlatform inside = new FakePlatform()) {
      platform.answering(status, "", "Location", inside.url());

      VendorAnswer answer = send();

      assertThat(answer.verdict()).isEqualTo(Verdict.REFUSED);
      assertThat(answer.reason()).isEqualTo("redirected");
      assertThat(inside.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "2130706433",
        "0x7f000001",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "10.0.0.1",
        "[::ffff:10.0.0.1]",
        "[fd00::1]",
        "192.168.1.1",
      })
  void aMachineInsideIsNotTold(String host) {
    TenantId other = fixture.tenant();
    int port = URI.create(platform.url()).getPort();
    fixture.connect(other, Platform.BENEVITY, "https://" + host + ":" + port, "bearer");
    fixture.current(other, Platform.BENEVITY, KEY);

    VendorAnswer answer = outside().send(outgoing(other, Platform.BENEVITY));

    assertThat(answer.verdict()).isIn(Verdict.REFUSED, Verdict.TRY_LATER);
    assertThat(answer.reason()).isIn("address-not-allowed", "host-unknown");
    assertThat(answer.exchange()).isEqualTo(Exchange.NONE);
    assertThat(platform.requests()).isEmpty();
  }

  /** It is read as decimal, so it is no other spelling of this machine. */
  @Test
  void anOctalAddressIsNoWayIn() {
    TenantId other = fixture.tenant();
    int port = URI.create(platform.url()).getPort();
    fixture.connect(other, Platform.BENEVITY, "https://0177.0.0.1:" + port, "bearer");
    fixture.current(other, Platform.BENEVITY, KEY);

    assertThat(outside().send(outgoing(other, Platform.BENEVITY)).exchange())
        .isEqualTo(Exchange.NONE);
    assertThat(platform.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org",
        "file:///etc/passwd",
        "ftp://example.org/",
        "https://example.org:22/"
      })
  void whatIsNoAddressOfAPlatformIsNotTold(String endpoint) {
    TenantId other = fixture.tenant();
    fixture.connect(other, Platform.BENEVITY, endpoint, "bearer");
    fixture.current(other, Platform.BENEVITY, KEY);

    assertThat(outside().send(outgoing(other, Platform.BENEVITY)).reason())
        .isEqualTo("address-not-allowed");
  }

  @Test
  void aMachineOfANetworkInsideIsNotToldEvenWhereThisOneMayBe() {
    TenantId other = fixture.tenant();
    fixture.connect(other, Platform.BENEVITY, "http://10.0.0.1/", "bearer");
    fixture.current(other, Platform.BENEVITY, KEY);

    assertThat(vendors.send(outgoing(other, Platform.BENEVITY)).reason())
        .isEqualTo("address-not-allowed");
  }

  /** A name that leads outside when it is looked at and inside when it is connected to. */
  @Test
  void whatANameResolvesToIsJudgedAtEachConnect() {
    AtomicInteger looks = new AtomicInteger();
    PlatformVendors rebound =
        fixture.vendors(
            VendorFixture.requests(InetAddressFilter.adapt(_ -> looks.getAndIncrement() == 0)));
    TenantId other = fixture.tenant();
    fixture.connect(other, Platform.BENEVITY, platform.url().replace("http:", "https:"), "bearer");
    fixture.current(other, Platform.BENEVITY, KEY);

    assertThat(rebound.send(outgoing(other, Platform.BENEVITY)).reason())
        .isNotEqualTo("address-not-allowed");
    assertThat(rebound.send(outgoing(other, Platform.BENEVITY)).reason())
        .isEqualTo("address-not-allowed");
  }

  /** As in production. */
  private PlatformVendors outside() {
    return fixture.vendors(
        new VendorRequests(
            InetAddressFilter.externalAddresses(),
            false,
            VendorFixture.PATIENCE,
            VendorFixture.IN_ALL));
  }

  @Test
  void slowPlatformsDoNotKeepOthersWaiting() throws Exception {
    try (FakePlatform slow = new FakePlatform();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      slow.always((_, socket) -> untilCutOff(socket));
      TenantId waiting = fixture.tenant();
      fixture.connect(waiting, Platform.BENEVITY, slow.url(), "bearer");
      fixture.current(waiting, Platform.BENEVITY, KEY);
      PlatformVendors toSlow = fixture.vendors();
      List<Future<VendorAnswer>> held = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        held.add(threads.submit(() -> toSlow.send(outgoing(waiting, Platform.BENEVITY))));
      }

      assertThat(send().verdict()).isEqualTo(Verdict.ACCEPTED);
      for (Future<VendorAnswer> one : held) {
        assertThat(one.get().verdict()).isEqualTo(Verdict.UNKNOWN);
      }
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  private static void untilCutOff(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // Nothing more comes; the end is the other side's.
    }
  }

  private static void drip(Socket socket) throws IOException, InterruptedException {
    while (true) {
      write(socket, "x");
      Thread.sleep(100);
    }
  }
}
