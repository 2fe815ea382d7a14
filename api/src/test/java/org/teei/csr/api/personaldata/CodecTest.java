package org.teei.csr.api.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.personaldata.TenantPayloadCodec;

class CodecTest {
  private static final String PLAIN = CodecController.EXAMPLE;

  private final Http http = new Http(Api.shared());

  @Test
  void payloadsAreEncodedAndDecoded() {
    var encoded = http.post("/codec/encode", PLAIN);
    assertThat(encoded.status()).isEqualTo(200);
    assertThat(encoded.text()).isNotEqualTo(PLAIN);

    var decoded = http.post("/codec/decode", encoded.text(), "X-Namespace", "default");

    assertThat(decoded.json()).isEqualTo(http.post("/codec/decode", PLAIN).json());
    assertThat(decoded.json().get("payloads").get(0).get("data").asString()).isEqualTo("e30=");
  }

  @Test
  void whatIsNoPayloadIsRefused() {
    assertThat(http.post("/codec/decode", "{\"payloads\":[{\"data\":7}]}").problem())
        .isEqualTo("shared/malformed-json");
  }

  @Test
  void thePagesOfTheTemporalUiMayAsk() {
    var answer = preflight("http://localhost:8233");

    assertThat(answer.header("access-control-allow-origin")).contains("http://localhost:8233");
  }

  @Test
  void otherPagesMayNotAsk() {
    var answer = preflight("http://evil.example");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("access-control-allow-origin")).isEmpty();
  }

  private Http.Answer preflight(String origin) {
    return http.send(
        "OPTIONS",
        "/codec/decode",
        BodyPublishers.noBody(),
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "POST",
        "Access-Control-Request-Headers",
        "content-type,x-namespace");
  }

  /** As anywhere but on the machine of a developer. */
  @Nested
  class InProduction {
    @Test
    void nobodyReadsPayloadsWithoutThePermission() {
      assertThat(elsewhere("", "", "/codec/decode", PLAIN).status()).isEqualTo(401);
      assertThat(elsewhere(Api.TENANT, "company_admin", "/codec/decode", PLAIN).problem())
          .isEqualTo("identity/not-permitted");
      assertThat(elsewhere("platform", "system_admin", "/codec/encode", PLAIN).problem())
          .isEqualTo("identity/not-permitted");
    }

    @Test
    void operatorsReadThePayloadsOfAllCompaniesAndOfThePlatform() {
      assertThat(decoded("platform", "operator", encodedFor("other")).text()).contains("e30=");
      assertThat(decoded("platform", "operator", encodedForThePlatform()).text()).contains("e30=");
    }

    @Test
    void privacyOfficersReadThoseOfTheirCompanyOnly() {
      assertThat(decoded(Api.TENANT, "privacy_officer", encodedFor(Api.TENANT)).text())
          .contains("e30=");
      assertThat(decoded(Api.TENANT, "privacy_officer", encodedFor("other")).problem())
          .isEqualTo("shared/malformed-json");
      assertThat(decoded(Api.TENANT, "privacy_officer", encodedForThePlatform()).problem())
          .isEqualTo("shared/malformed-json");
    }

    private Http.Answer decoded(String tenant, String role, String payloads) {
      return elsewhere(tenant, role, "/codec/decode", payloads);
    }

    private String encodedForThePlatform() {
      return http.post("/codec/encode", PLAIN).text();
    }

    private String encodedFor(String tenant) {
      var context =
          new WorkflowSerializationContext(
              "default", "imports/" + tenant + "/" + UUID.randomUUID());
      var payload =
          Payload.newBuilder()
              .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
              .setData(ByteString.copyFromUtf8("{}"))
              .build();
      var encoded =
          Api.shared().bean(TenantPayloadCodec.class).withContext(context).encode(List.of(payload));
      try {
        return JsonFormat.printer().print(Payloads.newBuilder().addAllPayloads(encoded));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    private Http.Answer elsewhere(String tenant, String role, String address, String payloads) {
      var token = role.isEmpty() ? "" : Api.shared().token(tenant, role);
      return new Http(Api.shared(), token).post(address, payloads, "Host", "csr.example.org");
    }
  }
}
