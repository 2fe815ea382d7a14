package org.teei.csr.api.identity.signin;

import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An authenticator in software and the browser before it (WebAuthn level 3): one passkey with
 * ES256, attestation {@code none}.
 */
final class Authenticator {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PRESENT = 0x01;
  private static final int VERIFIED = 0x04;
  private static final int ATTESTED = 0x40;

  private final KeyPair keys;
  private final byte[] id = bytes(UUID.randomUUID() + "-" + UUID.randomUUID());

  /** What the browser says about the page. */
  String origin;

  /** Whether its user types the PIN. */
  boolean verifies = true;

  /** How often it has signed; as a synced passkey it stays at zero. */
  long count;

  Authenticator(String origin) {
    this.origin = origin;
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      this.keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** What {@code navigator.credentials.create} answers. */
  String create(JsonNode options) {
    var cbor = new ObjectConverter().getCborConverter();
    var key =
        cbor.writeValueAsBytes(
            EC2COSEKey.create((ECPublicKey) keys.getPublic(), COSEAlgorithmIdentifier.ES256));
    var data = new ByteArrayOutputStream();
    data.writeBytes(header(options.at("/rp/id").asString(), ATTESTED));
    data.writeBytes(new byte[16]);
    data.writeBytes(ByteBuffer.allocate(2).putShort((short) id.length).array());
    data.writeBytes(id);
    data.writeBytes(key);
    var attestation =
        cbor.writeValueAsBytes(
            Map.of("fmt", "none", "attStmt", Map.of(), "authData", data.toByteArray()));
    return credential(
        Map.of(
            "clientDataJSON",
            encoded(clientData("webauthn.create", options.get("challenge").asString())),
            "attestationObject",
            encoded(attestation),
            "transports",
            new String[] {"internal", "hybrid"}));
  }

  /** What {@code navigator.credentials.get} answers. */
  String get(JsonNode options) {
    count++;
    return signed(options);
  }

  /** As if it had not counted on. */
  String signed(JsonNode options) {
    var data = header(options.get("rpId").asString(), 0);
    var client = clientData("webauthn.get", options.get("challenge").asString());
    return credential(
        Map.of(
            "clientDataJSON",
            encoded(client),
            "authenticatorData",
            encoded(data),
            "signature",
            encoded(signature(data, sha256(client)))));
  }

  private byte[] header(String relyingParty, int more) {
    return ByteBuffer.allocate(37)
        .put(sha256(bytes(relyingParty)))
        .put((byte) (PRESENT | (verifies ? VERIFIED : 0) | more))
        .putInt((int) count)
        .array();
  }

  private byte[] clientData(String type, String challenge) {
    return bytes(
        JSON.writeValueAsString(
            Map.of("type", type, "challenge", challenge, "origin", origin, "crossOrigin", false)));
  }

  private String credential(Map<String, Object> response) {
    return JSON.writeValueAsString(
        Map.of(
            "id",
            encoded(id),
            "rawId",
            encoded(id),
            "type",
            "public-key",
            "authenticatorAttachment",
            "platform",
            "clientExtensionResults",
            Map.of("credProps", Map.of("rk", true)),
            "response",
            response));
  }

  private byte[] signature(byte[] data, byte[] clientHash) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(data);
      signature.update(clientHash);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
