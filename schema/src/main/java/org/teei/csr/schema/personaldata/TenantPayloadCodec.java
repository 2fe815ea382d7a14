package org.teei.csr.schema.personaldata;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.context.HasWorkflowSerializationContext;
import io.temporal.payload.context.SerializationContext;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts Temporal payloads: with the data key of the tenant that the workflow id {@code
 * <feature>/<tenant>/…} names, else with a platform key. An encoded payload says in its metadata
 * which key it needs, so decoding works without a context; with one, payloads of another tenant are
 * refused. Plain payloads pass through on decode, encoded ones on encode. Keys are in memory after
 * a tenant's first payload.
 */
public final class TenantPayloadCodec implements PayloadCodec {
  /** The second part of the id of a workflow that belongs to no tenant. */
  public static final String PLATFORM = "platform";

  private static final String ENCODING = "encoding";
  private static final ByteString ENCRYPTED = ByteString.copyFromUtf8("binary/encrypted");
  private static final String SCOPE = "key-scope";
  private static final String TENANT = "key-tenant";
  private static final String VERSION = "key-version";
  private static final String WRAPPED_KEY = "key-wrapped";
  private static final ByteString OF_TENANT = ByteString.copyFromUtf8("tenant");
  private static final String PURPOSE = "payload";
  private static final ByteString OF_PLATFORM = ByteString.copyFromUtf8("platform");

  private final TenantKeys tenantKeys;
  private final PlatformKeys platformKeys;
  private final @Nullable String tenant;

  public TenantPayloadCodec(TenantKeys tenantKeys, Kms kms) {
    this(tenantKeys, new PlatformKeys(kms, tenantKeys.decryptions()), null);
  }

  private TenantPayloadCodec(
      TenantKeys tenantKeys, PlatformKeys platformKeys, @Nullable String tenant) {
    this.tenantKeys = tenantKeys;
    this.platformKeys = platformKeys;
    this.tenant = tenant;
  }

  @Override
  public PayloadCodec withContext(SerializationContext context) {
    return context instanceof HasWorkflowSerializationContext workflow
        ? new TenantPayloadCodec(tenantKeys, platformKeys, tenantOf(workflow.getWorkflowId()))
        : this;
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return payloads.stream()
        .map(payload -> isEncoded(payload) ? payload : encode(payload))
        .toList();
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream()
        .map(payload -> isEncoded(payload) ? decode(payload) : payload)
        .toList();
  }

  /**
   * Decodes for somebody of a tenant.
   *
   * @throws DecryptionException if one of them is encoded for another tenant or for the platform
   */
  public List<Payload> decodeOf(String reader, List<Payload> payloads) {
    for (var payload : payloads) {
      if (isEncoded(payload)
          && !ByteString.copyFromUtf8(reader).equals(payload.getMetadataMap().get(TENANT))) {
        throw tenantKeys
            .decryptions()
            .refused(PURPOSE, "The payload belongs to another tenant than its reader", null);
      }
    }
    return decode(payloads);
  }

  private static @Nullable String tenantOf(@Nullable String workflowId) {
    if (workflowId == null) {
      return null;
    }
    var parts = workflowId.split("/", 3);
    return parts.length < 3 || parts[1].equals(PLATFORM) ? null : parts[1];
  }

  private static boolean isEncoded(Payload payload) {
    return ENCRYPTED.equals(payload.getMetadataMap().get(ENCODING));
  }

  private Payload encode(Payload payload) {
    var encoded = Payload.newBuilder().putMetadata(ENCODING, ENCRYPTED);
    if (tenant == null) {
      var key = platformKeys.current();
      return encoded
          .putMetadata(SCOPE, OF_PLATFORM)
          .putMetadata(WRAPPED_KEY, key.wrapped())
          .setData(ByteString.copyFrom(key.encrypt(payload.toByteArray())))
          .build();
    }
    var cipher = tenantKeys.cipher(tenant);
    return encoded
        .putMetadata(SCOPE, OF_TENANT)
        .putMetadata(TENANT, ByteString.copyFromUtf8(tenant))
        .putMetadata(VERSION, ByteString.copyFromUtf8(Integer.toString(cipher.version())))
        .setData(ByteString.copyFrom(cipher.encrypt(payload.toByteArray(), place(tenant))))
        .build();
  }

  private Payload decode(Payload payload) {
    try {
      return Payload.parseFrom(open(payload.getMetadataMap(), payload.getData().toByteArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new DecryptionException("The encrypted payload holds no payload", e);
    }
  }

  private byte[] open(Map<String, ByteString> metadata, byte[] ciphertext) {
    if (OF_PLATFORM.equals(metadata.get(SCOPE))) {
      return platformKeys
          .of(metadata.getOrDefault(WRAPPED_KEY, ByteString.EMPTY))
          .decrypt(ciphertext);
    }
    var owner = metadata.getOrDefault(TENANT, ByteString.EMPTY).toStringUtf8();
    if (owner.isEmpty() || (tenant != null && !tenant.equals(owner))) {
      throw tenantKeys
          .decryptions()
          .refused(PURPOSE, "The payload belongs to another tenant than the workflow", null);
    }
    return tenantKeys.cipher(owner).decrypt(PURPOSE, ciphertext, place(owner));
  }

  private static byte[] place(String tenant) {
    return Bytes.of("payload", tenant);
  }

  /**
   * Envelope encryption: each process makes a key, has it wrapped once, and each payload carries
   * its key wrapped.
   */
  private static final class PlatformKeys {
    private static final byte[] NAME = Bytes.of("payload", PLATFORM);
    private static final int KEPT = 1_000;

    private final Kms kms;
    private final Decryptions decryptions;
    private final Map<ByteString, PlatformKey> opened = new ConcurrentHashMap<>();
    private volatile @Nullable PlatformKey current;

    PlatformKeys(Kms kms, Decryptions decryptions) {
      this.kms = kms;
      this.decryptions = decryptions;
    }

    PlatformKey current() {
      var key = current;
      if (key == null) {
        var secret = Random.randBytes(32);
        key = PlatformKey.of(ByteString.copyFrom(kms.wrap(secret, NAME)), secret, decryptions);
        current = key;
      }
      return key;
    }

    PlatformKey of(ByteString wrapped) {
      if (opened.size() > KEPT) {
        opened.clear();
      }
      return opened.computeIfAbsent(wrapped, key -> PlatformKey.of(key, unwrap(key), decryptions));
    }

    private byte[] unwrap(ByteString wrapped) {
      try {
        return kms.unwrap(wrapped.toByteArray(), NAME);
      } catch (DecryptionException e) {
        throw decryptions.refused(PURPOSE, "The master key does not open the platform key", e);
      }
    }
  }

  private static final class PlatformKey {
    private final ByteString wrapped;
    private final AesGcmJce aead;
    private final Decryptions decryptions;

    private PlatformKey(ByteString wrapped, AesGcmJce aead, Decryptions decryptions) {
      this.wrapped = wrapped;
      this.aead = aead;
      this.decryptions = decryptions;
    }

    static PlatformKey of(ByteString wrapped, byte[] secret, Decryptions decryptions) {
      try {
        return new PlatformKey(wrapped, new AesGcmJce(secret), decryptions);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("AES-GCM is not available", e);
      }
    }

    ByteString wrapped() {
      return wrapped;
    }

    byte[] encrypt(byte[] plain) {
      try {
        return aead.encrypt(plain, PlatformKeys.NAME);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Encryption failed", e);
      }
    }

    byte[] decrypt(byte[] ciphertext) {
      try {
        var plain = aead.decrypt(ciphertext, PlatformKeys.NAME);
        decryptions.opened(PURPOSE);
        return plain;
      } catch (GeneralSecurityException e) {
        throw decryptions.refused(PURPOSE, "The platform key does not open this payload", e);
      }
    }
  }
}
