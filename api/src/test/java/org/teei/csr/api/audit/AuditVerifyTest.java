package org.teei.csr.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.audit.AuditSealer;
import org.teei.csr.schema.audit.SealSigner;
import org.teei.csr.schema.personaldata.TenantKeys;

class AuditVerifyTest {

  @Test
  void tamperingWithASealedEntryIsFound() throws Exception {
    try (var api = Api.with(Map.of())) {
      var http = new Http(api);
      var scope = "tenant:demo:f" + UUID.randomUUID();
      http.send(
          "PUT",
          "/v1/operations/drains/" + scope,
          BodyPublishers.ofString("{\"reason\":\"x\"}"),
          "Content-Type",
          "application/json");
      var signer = new SealSigner(api.bean(TenantKeys.class));
      new AuditSealer(api.worker(), signer, api.storage()).sealPending(Api.TENANT);
      assertThat(http.get("/v1/audit/verify").json().get("intact").asBoolean()).isTrue();

      tamper(api, scope);

      var verification = http.get("/v1/audit/verify").json();
      assertThat(verification.get("intact").asBoolean()).isFalse();
      assertThat(verification.get("breach").asString()).isEqualTo("ENTRY_CHANGED");
      assertThat(verification.get("entryId").isNull()).isFalse();
    }
  }

  private static void tamper(Api api, String scope) throws SQLException {
    try (var connection = api.database().superuser().getConnection();
        var update =
            connection.prepareStatement(
                "update csr.audit_entries set actor = 'somebody' where resource_id = ?")) {
      update.setString(1, scope);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
