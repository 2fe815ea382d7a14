package org.teei.csr.schema.personaldata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class PayloadsTest {
  record Sample(String id, Instant at, Duration pause, Optional<String> note) {}

  private static final Sample SAMPLE =
      new Sample(
          "1", Instant.parse("2026-11-21T08:00:00Z"), Duration.ofMinutes(5), Optional.of("x"));

  private final DataConverter plain = Payloads.plainConverter();

  @Test
  void theFormIsFrozen() {
    assertThat(plain.toPayload(SAMPLE).orElseThrow().getData().toStringUtf8())
        .isEqualTo(
            "{\"id\":\"1\",\"at\":\"2026-11-21T08:00:00Z\",\"pause\":\"PT5M\",\"note\":\"x\"}");
  }

  @Test
  void whatIsWrittenReadsBack() {
    var payload = plain.toPayload(SAMPLE).orElseThrow();

    assertThat(plain.fromPayload(payload, Sample.class, Sample.class)).isEqualTo(SAMPLE);
  }

  @Test
  void membersOfALaterVersionAreIgnoredAndMissingOnesAreEmpty() {
    var payload =
        Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
            .setData(ByteString.copyFromUtf8("{\"id\":\"1\",\"later\":true}"))
            .build();

    assertThat(plain.fromPayload(payload, Sample.class, Sample.class).id()).isEqualTo("1");
  }

  @Test
  void failuresAreEncodedToo() {
    var database = Database.shared();
    var kms = new InMemoryKms();
    var codec = new TenantPayloadCodec(new TenantKeys(new Tenancy(database.worker()), kms), kms);
    var converter =
        Payloads.converter(codec)
            .withContext(
                new WorkflowSerializationContext(
                    "default", "imports/" + database.freshTenant() + "/1"));

    var failure =
        converter.exceptionToFailure(ApplicationFailure.newFailure("canary", "imports/refused"));

    assertThat(new String(failure.toByteArray(), ISO_8859_1)).doesNotContain("canary");
    assertThat(converter.failureToException(failure)).hasMessageContaining("canary");
  }
}
