package org.teei.csr.schema.personaldata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed digests (HMAC-SHA256) by which values are found and compared without being stored. Equal
 * values of one tenant and kind give equal digests; nobody without the tenant's index key can make
 * or test one.
 */
public final class BlindIndex {
  private final int version;
  private final Mac keyed;

  BlindIndex(int version, byte[] key) {
    this.version = version;
    try {
      this.keyed = Mac.getInstance("HmacSHA256");
      keyed.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is not available", e);
    }
  }

  /**
   * The index of a value, which the caller has brought to its normal form. Kinds are constants of
   * the code.
   */
  public Index of(String kind, String value) {
    return new Index(version, digest("index", kind, value.getBytes(UTF_8)));
  }

  /** A digest of content for telling whether it changed. Purposes are constants of the code. */
  public byte[] fingerprint(String purpose, byte[] content) {
    return digest("fingerprint", purpose, content);
  }

  @Override
  public String toString() {
    return "BlindIndex[version=" + version + "]";
  }

  private byte[] digest(String family, String domain, byte[] content) {
    var mac = copy();
    mac.update(family.getBytes(UTF_8));
    mac.update((byte) 0);
    mac.update(domain.getBytes(UTF_8));
    mac.update((byte) 0);
    return mac.doFinal(content);
  }

  /**
   * A Mac serves one thread at a time; copying a keyed one is much cheaper than keying a new one.
   */
  private Mac copy() {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("HMAC-SHA256 cannot be copied", e);
    }
  }

  /**
   * A blind index as it stands in the database.
   *
   * @param version of the tenant's index key
   * @param bytes 32 bytes
   */
  public record Index(int version, byte[] bytes) implements Comparable<Index> {
    /** The order of the database: rows are written in it, so that writers do not deadlock. */
    @Override
    public int compareTo(Index other) {
      var byVersion = Integer.compare(version, other.version);
      return byVersion != 0 ? byVersion : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Index index
          && version == index.version
          && Arrays.equals(bytes, index.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return version + ":" + HexFormat.of().formatHex(bytes, 0, 4) + "…";
    }
  }
}
