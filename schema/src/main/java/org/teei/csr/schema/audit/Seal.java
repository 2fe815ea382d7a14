package org.teei.csr.schema.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.shared.Sha256;

/**
 * A seal with the digests of the entries it covers, in the order of their ids. The copy outside the
 * database is this record as JSON, so that a difference can be pinned to an entry.
 *
 * @param digest SHA-256 of previous digest, number, count and digest of the entries
 */
record Seal(
    String tenant,
    long number,
    List<SealedEntry> entries,
    byte[] entriesDigest,
    byte[] previousDigest,
    byte[] digest,
    byte[] signature,
    String keyId) {

  record SealedEntry(UUID entryId, byte[] digest) {}

  static Seal sign(
      String tenant,
      long number,
      byte[] previousDigest,
      List<SealedEntry> entries,
      SealSigner signer) {
    var entriesDigest = entriesDigest(entries);
    var digest = digest(previousDigest, number, entries.size(), entriesDigest);
    return new Seal(
        tenant,
        number,
        entries,
        entriesDigest,
        previousDigest,
        digest,
        signer.sign(tenant, digest),
        signer.keyId(tenant));
  }

  /** What stands before the first seal of a tenant. */
  static byte[] beginning(String tenant) {
    return Sha256.start().digest(("audit/" + tenant).getBytes(UTF_8));
  }

  static byte[] entriesDigest(List<SealedEntry> entries) {
    var sha256 = Sha256.start();
    for (var entry : entries) {
      sha256.update(bytes(entry.entryId));
      sha256.update(entry.digest);
    }
    return sha256.digest();
  }

  static byte[] digest(byte[] previousDigest, long number, int count, byte[] entriesDigest) {
    var sha256 = Sha256.start();
    sha256.update(previousDigest);
    sha256.update(
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(number).putInt(count).array());
    return sha256.digest(entriesDigest);
  }

  /**
   * Digest of an entry's canonical bytes: each field in a fixed order with its length before it, -1
   * for a missing one.
   */
  static byte[] entryDigest(UUID entryId, @Nullable String... fields) {
    var sha256 = Sha256.start();
    sha256.update(bytes(entryId));
    for (var field : fields) {
      var encoded = field == null ? null : field.getBytes(UTF_8);
      sha256.update(
          ByteBuffer.allocate(Integer.BYTES).putInt(encoded == null ? -1 : encoded.length).array());
      if (encoded != null) {
        sha256.update(encoded);
      }
    }
    return sha256.digest();
  }

  /** Whether the parts belong together and the signature is the tenant's. */
  boolean holdsTogether(SealSigner signer) {
    return MessageDigest.isEqual(entriesDigest, entriesDigest(entries))
        && MessageDigest.isEqual(
            digest, digest(previousDigest, number, entries.size(), entriesDigest))
        && signer.verifies(tenant, keyId, digest, signature);
  }

  /** Records compare arrays by identity; seals are compared by what they say. */
  boolean says(Seal other) {
    return tenant.equals(other.tenant)
        && number == other.number
        && MessageDigest.isEqual(entriesDigest, other.entriesDigest)
        && MessageDigest.isEqual(previousDigest, other.previousDigest)
        && MessageDigest.isEqual(digest, other.digest)
        && MessageDigest.isEqual(signature, other.signature)
        && Objects.equals(keyId, other.keyId);
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
