package org.teei.csr.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.audit.AuditSealer;
import org.teei.csr.schema.audit.SealSigner;
import org.teei.csr.schema.personaldata.TenantKeys;
import tools.jackson.databind.JsonNode;

/** What {@code ./csr audit verify} asks, after a superuser of the database was at work. */
class AuditVerifyTest {
  private static final List<String> TABLES =
      List.of("audit_entries", "audit_seals", "audit_sealed_entries");
  private static final List<String> ENTRIES = new ArrayList<>();

  private static Api api;
  private static Http http;
  private static Connection superuser;

  /** Two seals of two entries each. */
  @BeforeAll
  static void seal() throws Exception {
    api = Api.with(Map.of());
    http = new Http(api);
    var signer = new SealSigner(api.bean(TenantKeys.class));
    var sealer = new AuditSealer(api.worker(), signer, api.storage());
    for (var seal = 0; seal < 2; seal++) {
      drain();
      drain();
      sealer.sealPending(Api.TENANT);
    }
    http.get("/v1/audit")
        .json()
        .get("items")
        .findValuesAsString("id")
        .reversed()
        .forEach(ENTRIES::add);
    superuser = api.database().superuser().getConnection();
    // As a superuser may: no triggers, so no foreign keys.
    tamper("set session_replication_role = replica");
    for (var table : TABLES) {
      tamper("create temp table kept_" + table + " as select * from csr." + table);
    }
  }

  @AfterEach
  void putBack() throws SQLException {
    for (var table : TABLES) {
      tamper("delete from csr." + table);
      tamper("insert into csr." + table + " select * from kept_" + table);
    }
  }

  @AfterAll
  static void stop() throws SQLException {
    superuser.close();
    api.close();
  }

  @Test
  void anUntouchedRecordIsIntact() {
    var verification = http.get("/v1/audit/verify").json();

    assertThat(verification.get("intact").asBoolean()).isTrue();
    assertThat(verification.get("seals").asInt()).isEqualTo(2);
    assertThat(verification.get("entries").asInt()).isEqualTo(4);
  }

  @Test
  void aChangedEntryIsNamed() throws SQLException {
    tamper("update csr.audit_entries set actor = 'somebody' where entry_id = '%s'", 2);

    assertThatBroken("ENTRY_CHANGED", 2, ENTRIES.get(2));
  }

  @Test
  void aDeletedEntryIsNamed() throws SQLException {
    tamper("delete from csr.audit_entries where entry_id = '%s'", 1);

    assertThatBroken("ENTRY_DELETED", 1, ENTRIES.get(1));
  }

  @Test
  void ofEntriesThatChangedPlacesTheFirstIsNamed() throws SQLException {
    var aside = UUID.randomUUID();
    tamper("update csr.audit_entries set entry_id = '" + aside + "' where entry_id = '%s'", 0);
    tamper("update csr.audit_entries set entry_id = '%s' where entry_id = '%s'", 0, 3);
    tamper("update csr.audit_entries set entry_id = '%s' where entry_id = '" + aside + "'", 3);

    assertThatBroken("ENTRY_CHANGED", 1, ENTRIES.get(0));
  }

  @Test
  void ofACutTailTheFirstEntryIsNamed() throws SQLException {
    tamper("delete from csr.audit_entries where entry_id in ('%s', '%s')", 2, 3);
    tamper("delete from csr.audit_sealed_entries where seal_number = 2");
    tamper("delete from csr.audit_seals where seal_number = 2");

    assertThatBroken("TAIL_CUT", 2, ENTRIES.get(2));
  }

  private static void assertThatBroken(String breach, int seal, String entry) {
    JsonNode verification = http.get("/v1/audit/verify").json();
    assertThat(verification.get("intact").asBoolean()).isFalse();
    assertThat(verification.get("breach").asString()).isEqualTo(breach);
    assertThat(verification.get("sealNumber").asInt()).isEqualTo(seal);
    assertThat(verification.get("entryId").asString()).isEqualTo(entry);
  }

  /** Something that leaves an entry. */
  private static void drain() {
    http.send(
        "PUT",
        "/v1/operations/drains/tenant:demo:f" + UUID.randomUUID(),
        BodyPublishers.ofString("{\"reason\":\"x\"}"),
        "Content-Type",
        "application/json");
  }

  /** Runs the statement with the ids of these entries in their places. */
  private static void tamper(String sql, int... entries) throws SQLException {
    var ids = new Object[entries.length];
    for (var i = 0; i < entries.length; i++) {
      ids[i] = ENTRIES.get(entries[i]);
    }
    try (var statement = superuser.createStatement()) {
      statement.execute(sql.formatted(ids));
    }
  }
}
