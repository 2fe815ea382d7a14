package org.teei.csr.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.api.identity.Issuer.Issued;
import org.teei.csr.api.shared.Api;

/** The API as the how-to on mutual TLS sets it up. */
class MutualTlsTest {
  private static final GeneralName LOCALHOST = dns("localhost");

  @TempDir private static Path folder;
  private static Issuer issuer;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    issuer = new Issuer();
    Files.writeString(folder.resolve("ca.pem"), issuer.pem());
    serve(issuer.issue("api", LOCALHOST));
    api =
        Api.with(
            Map.of(
                "server.ssl.bundle", "mtls",
                "server.ssl.client-auth", "need",
                "spring.ssl.bundle.pem.mtls.keystore.certificate", path("server.pem"),
                "spring.ssl.bundle.pem.mtls.keystore.private-key", path("server.key"),
                "spring.ssl.bundle.pem.mtls.truststore.certificate", path("ca.pem"),
                "spring.ssl.bundle.pem.mtls.reload-on-update", "true",
                "spring.ssl.bundle.watch.file.quiet-period", "100ms",
                "CSR_IDENTITY_MTLS_PEERS", "peer.test,spiffe://csr.test/reporting"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void aPeerOnTheListIsServedByItsDnsName() throws Exception {
    assertThat(get(issuer.issue("any", dns("peer.test"))).statusCode()).isEqualTo(200);
  }

  @Test
  void aPeerOnTheListIsServedByItsUri() throws Exception {
    var name =
        new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://csr.test/reporting");

    assertThat(get(issuer.issue("any", dns("elsewhere.test"), name)).statusCode()).isEqualTo(200);
  }

  @Test
  void aPeerStillNeedsItsToken() throws Exception {
    var answer = get(issuer.issue("any", dns("peer.test")), "/v1/imports");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("identity/not-signed-in");
  }

  @Test
  void aCertificateWithAnotherNameIsRefused() throws Exception {
    var answer = get(issuer.issue("any", dns("stranger.test")));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("identity/unknown-peer");
  }

  @Test
  void aNameOnTheListAsCommonNameOrOfAnotherKindIsRefused() throws Exception {
    assertThat(get(issuer.issue("peer.test")).statusCode()).isEqualTo(403);
    assertThat(
            get(issuer.issue("any", new GeneralName(GeneralName.rfc822Name, "peer.test")))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aClientWithoutACertificateGetsNoAnswer() {
    assertThatThrownBy(() -> get(null)).isInstanceOf(IOException.class);
  }

  @Test
  void aCertificateOfAnotherIssuerGetsNoAnswer() {
    assertThatThrownBy(() -> get(new Issuer().issue("any", dns("peer.test"))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aCertificateThatHasEndedGetsNoAnswer() {
    assertThatThrownBy(() -> get(issuer.issue("any", Duration.ofMinutes(-1), dns("peer.test"))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aRenewedCertificateIsServedWithoutARestart() throws Exception {
    var peer = issuer.issue("any", dns("peer.test"));
    var renewed = issuer.issue("api", LOCALHOST);
    assertThat(served(peer)).isNotEqualTo(renewed.certificate().getSerialNumber());

    serve(renewed);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(served(peer)).isEqualTo(renewed.certificate().getSerialNumber()));
  }

  private static void serve(Issued certificate) throws IOException {
    write("server.key", certificate.keyPem());
    write("server.pem", certificate.certificatePem());
  }

  private static void write(String name, String text) throws IOException {
    var fresh = Files.writeString(folder.resolve(name + ".new"), text);
    Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static BigInteger served(Issued own) throws Exception {
    var chain = get(own).sslSession().orElseThrow().getPeerCertificates();
    return ((X509Certificate) chain[0]).getSerialNumber();
  }

  private static HttpResponse<String> get(@Nullable Issued own) throws Exception {
    return get(own, "/health");
  }

  /** A connection of its own for each request. */
  private static HttpResponse<String> get(@Nullable Issued own, String path) throws Exception {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(issuer.trust());
    var context = SSLContext.getInstance("TLS");
    context.init(own == null ? null : keys(own), trust.getTrustManagers(), null);
    try (var client = HttpClient.newBuilder().sslContext(context).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("https://localhost:" + api.port() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static KeyManager[] keys(Issued own) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own.store(), new char[0]);
    return keys.getKeyManagers();
  }

  private static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }
}
