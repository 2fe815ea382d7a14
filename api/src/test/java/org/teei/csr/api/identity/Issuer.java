package org.teei.csr.api.identity;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ThreadLocalRandom;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates. */
final class Issuer {
  private final KeyPair keys = keys();
  private final X500Name name = new X500Name("CN=issuer-" + ThreadLocalRandom.current().nextLong());
  private final X509Certificate certificate;

  Issuer() throws Exception {
    this.certificate =
        signed(name, keys, Duration.ofDays(1), new BasicConstraints(true), new GeneralName[0]);
  }

  /** A certificate with its key. */
  record Issued(X509Certificate certificate, KeyPair keys) {

    String certificatePem() throws IOException {
      return pem(certificate);
    }

    String keyPem() throws IOException {
      return pem(new JcaPKCS8Generator(keys.getPrivate(), null));
    }

    KeyStore store() throws GeneralSecurityException, IOException {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("own", keys.getPrivate(), new char[0], new X509Certificate[] {certificate});
      return store;
    }
  }

  /**
   * @param commonName which nobody should look at
   */
  Issued issue(String commonName, GeneralName... names) throws Exception {
    return issue(commonName, Duration.ofHours(1), names);
  }

  Issued issue(String commonName, Duration life, GeneralName... names) throws Exception {
    var own = keys();
    return new Issued(
        signed(new X500Name("CN=" + commonName), own, life, new BasicConstraints(false), names),
        own);
  }

  String pem() throws IOException {
    return pem(certificate);
  }

  KeyStore trust() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("issuer", certificate);
    return store;
  }

  private X509Certificate signed(
      X500Name subject, KeyPair of, Duration life, BasicConstraints kind, GeneralName[] names)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    var end = Instant.now().plus(life);
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE)),
            Date.from(end.minus(Duration.ofDays(2))),
            Date.from(end),
            subject,
            of.getPublic());
    builder.addExtension(Extension.basicConstraints, true, kind);
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(Object object) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
