package org.teei.csr.schema.personaldata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class TenantPayloadCodecTest {
  private static final Payload PLAIN =
      Payload.newBuilder()
          .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
          .setData(ByteString.copyFromUtf8("\"canary\""))
          .build();

  private final Database database = Database.shared();
  private final InMemoryKms kms = new InMemoryKms();
  private final TenantPayloadCodec codec = process();
  private final String tenant = database.freshTenant();

  @Test
  void encodesWithTheKeyOfTheTenantThatTheWorkflowIdNames() {
    var encoded = encode(in("imports/" + tenant + "/1"), PLAIN);

    assertThat(encoded.getMetadataMap().get("key-scope").toStringUtf8()).isEqualTo("tenant");
    assertThat(encoded.getMetadataMap().get("key-tenant").toStringUtf8()).isEqualTo(tenant);
    assertThat(encoded.getMetadataMap().get("key-version").toStringUtf8()).isEqualTo("1");
    assertThat(new String(encoded.toByteArray(), ISO_8859_1)).doesNotContain("canary");
  }

  @Test
  void anotherProcessDecodesWithoutAContext() {
    var encoded = encode(in("imports/" + tenant + "/1"), PLAIN);

    assertThat(decode(process(), encoded)).isEqualTo(PLAIN);
  }

  @Test
  void encodesWithAPlatformKeyWhereNoTenantIsKnown() {
    for (var platform : List.of(codec, in("operations/platform/sweeper"), in("plain-id"))) {
      var encoded = encode(platform, PLAIN);

      assertThat(encoded.getMetadataMap().get("key-scope").toStringUtf8()).isEqualTo("platform");
      assertThat(new String(encoded.toByteArray(), ISO_8859_1)).doesNotContain("canary");
      assertThat(decode(process(), encoded)).isEqualTo(PLAIN);
    }
  }

  @Test
  void aPayloadOfAnotherTenantDoesNotOpenInAWorkflow() {
    var foreign = encode(in("imports/" + database.freshTenant() + "/1"), PLAIN);

    assertThatThrownBy(() -> decode(in("imports/" + tenant + "/1"), foreign))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void aPayloadRelabelledToAnotherTenantDoesNotOpen() {
    var relabelled =
        encode(in("imports/" + database.freshTenant() + "/1"), PLAIN).toBuilder()
            .putMetadata("key-tenant", ByteString.copyFromUtf8(tenant))
            .build();

    assertThatThrownBy(() -> decode(codec, relabelled)).isInstanceOf(DecryptionException.class);
  }

  @Test
  void aWorkflowOfATenantReadsWhatThePlatformSent() {
    assertThat(decode(in("imports/" + tenant + "/1"), encode(codec, PLAIN))).isEqualTo(PLAIN);
  }

  @Test
  void plainPayloadsPassThroughOnDecode() {
    assertThat(decode(in("imports/" + tenant + "/1"), PLAIN)).isEqualTo(PLAIN);
  }

  @Test
  void encodedPayloadsAreLeftAloneOnEncode() {
    var inside = in("imports/" + tenant + "/1");
    var encoded = encode(inside, PLAIN);

    assertThat(encode(inside, encoded)).isEqualTo(encoded);
  }

  @Test
  void neitherTheDatabaseNorTheKmsIsAskedForEachPayload() {
    var inside = in("imports/" + tenant + "/1");
    encode(inside, PLAIN);
    encode(codec, PLAIN);
    decode(codec, encode(codec, PLAIN));
    kms.takeAway();

    assertThat(decode(inside, encode(inside, PLAIN))).isEqualTo(PLAIN);
    assertThat(decode(codec, encode(codec, PLAIN))).isEqualTo(PLAIN);
  }

  @Test
  void payloadsAfterARotationAndBeforeItAreReadable() {
    var inside = in("imports/" + tenant + "/1");
    var before = encode(inside, PLAIN);
    var tenancy = new Tenancy(database.worker());
    Rotation.of(database, new TenantKeys(tenancy, kms), kms, tenant).toActive();
    var other = process();
    var after =
        encode(
            other.withContext(
                new WorkflowSerializationContext("default", "imports/" + tenant + "/1")),
            PLAIN);

    assertThat(decode(inside, after)).isEqualTo(PLAIN);
    assertThat(decode(other, before)).isEqualTo(PLAIN);
  }

  private TenantPayloadCodec process() {
    return new TenantPayloadCodec(new TenantKeys(new Tenancy(database.worker()), kms), kms);
  }

  private PayloadCodec in(String workflowId) {
    return codec.withContext(new WorkflowSerializationContext("default", workflowId));
  }

  private static Payload encode(PayloadCodec codec, Payload payload) {
    return codec.encode(List.of(payload)).getFirst();
  }

  private static Payload decode(PayloadCodec codec, Payload payload) {
    return codec.decode(List.of(payload)).getFirst();
  }
}
