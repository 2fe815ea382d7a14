package org.teei.csr.api.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.UUID;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.profiles.Persons;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

/** Somebody with the rights of a superuser copies what is encrypted to where they may look. */
class MovedCiphertextTest {
  private static final String PURPOSE = "profile_identifiers.value_ciphertext";

  private final Api api = Api.shared();
  private final Persons persons = new Persons(api);
  private final String victim = "victim" + UUID.randomUUID() + "@victims.example.org";

  @Test
  void anAddressCopiedToAnotherPersonIsNotShownAndRaisesTheAlarm() throws SQLException {
    var from = persons.person(Api.TENANT, victim);
    var to = persons.person(Api.TENANT, "p" + UUID.randomUUID() + "@example.org");

    assertRefused("value_ciphertext", "profile_identifiers", from, to, PURPOSE);
  }

  @Test
  void anAddressAndItsKeyCopiedToAnotherCompanyAreNotShownAndRaiseTheAlarm() throws SQLException {
    var from = persons.person("other", victim);
    var to = persons.person(Api.TENANT, "p" + UUID.randomUUID() + "@example.org");
    copy("value_ciphertext", "profile_identifiers", from, to);

    assertRefused("wrapped_key", "person_keys", from, to, "person-key");
  }

  private void assertRefused(String column, String table, UUID from, UUID to, String purpose)
      throws SQLException {
    copy(column, table, from, to);
    var before = refused(purpose);

    var answer = new Http(api).get("/v1/profile/" + to);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).doesNotContain("victim");
    assertThat(refused(purpose)).isEqualTo(before + 1);
  }

  private void copy(String column, String table, UUID from, UUID to) throws SQLException {
    try (var connection = api.database().superuser().getConnection()) {
      var copied =
          DSL.using(connection, SQLDialect.POSTGRES)
              .execute(
                  "update csr.%1$s target set %2$s = source.%2$s from csr.%1$s source where source.person_id = ? and target.person_id = ?"
                      .formatted(table, column),
                  from,
                  to);
      assertThat(copied).isEqualTo(1);
    }
  }

  private double refused(String purpose) {
    var counter =
        api.bean(MeterRegistry.class)
            .find("csr.personaldata.decryption.refused")
            .tag("purpose", purpose)
            .counter();
    return counter == null ? 0 : counter.count();
  }
}
