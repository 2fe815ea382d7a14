package org.teei.csr.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.BROWSER_SESSIONS;
import static org.teei.csr.schema.jooq.Tables.PRINCIPALS;
import static org.teei.csr.schema.jooq.Tables.REFRESH_TOKENS;
import static org.teei.csr.schema.jooq.Tables.SIGN_INS;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class ExpiredSignInsTest {
  private static final String PLATFORM = "platform";

  private final Database database = Database.shared();
  private final Tenancy api = new Tenancy(database.api());
  private final Tenancy worker = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();

  @Test
  void removesSignInsThatEndedLongAgoWithTheirRefreshTokens() {
    var principal = principal();
    signIn(principal, Duration.ofDays(31));
    var lately = signIn(principal, Duration.ofDays(29));
    var going = signIn(principal, Duration.ofDays(-10));

    assertThat(new ExpiredSignIns(worker).removeSome(tenant)).isEqualTo(1);
    List<UUID> signIns = api.read(tenant, db -> db.selectFrom(SIGN_INS).fetch(SIGN_INS.SIGN_IN_ID));
    List<UUID> tokens =
        api.read(tenant, db -> db.selectFrom(REFRESH_TOKENS).fetch(REFRESH_TOKENS.SIGN_IN_ID));
    assertThat(signIns).containsExactlyInAnyOrder(lately, going);
    assertThat(tokens).containsExactlyInAnyOrder(lately, going);
  }

  @Test
  void removesBrowserSessionsThatHaveEnded() {
    var ended = session(Duration.ofSeconds(1));
    var going = session(Duration.ofMinutes(-5));

    new ExpiredSignIns(worker).removeSome(PLATFORM);

    List<byte[]> kept =
        api.read(
            PLATFORM, db -> db.selectFrom(BROWSER_SESSIONS).fetch(BROWSER_SESSIONS.SESSION_DIGEST));
    assertThat(kept).contains(going).doesNotContain(ended);
  }

  private UUID principal() {
    var id = UUID.randomUUID();
    api.change(
        PLATFORM,
        db ->
            db.insertInto(PRINCIPALS)
                .set(PRINCIPALS.TENANT_ID, PLATFORM)
                .set(PRINCIPALS.PRINCIPAL_ID, id)
                .set(PRINCIPALS.INDEX_KEY_VERSION, 1)
                .set(PRINCIPALS.EMAIL_INDEX, bytes(id))
                .execute());
    return id;
  }

  private UUID signIn(UUID principal, Duration since) {
    var id = UUID.randomUUID();
    api.change(
        tenant,
        db -> {
          db.insertInto(SIGN_INS)
              .set(SIGN_INS.TENANT_ID, tenant)
              .set(SIGN_INS.SIGN_IN_ID, id)
              .set(SIGN_INS.PRINCIPAL_ID, principal)
              .set(SIGN_INS.CLIENT_ID, "csr-login")
              .set(SIGN_INS.REGISTRATION_ID, "google")
              .set(SIGN_INS.REDIRECT_URI, "http://127.0.0.1/callback")
              .set(SIGN_INS.CODE_CHALLENGE, "c")
              .set(SIGN_INS.CODE_DIGEST, bytes(id))
              .set(SIGN_INS.AUTHENTICATED_AT, Instant.now())
              .set(SIGN_INS.EXPIRES_AT, Instant.now().minus(since))
              .execute();
          db.insertInto(REFRESH_TOKENS)
              .set(REFRESH_TOKENS.TENANT_ID, tenant)
              .set(REFRESH_TOKENS.TOKEN_DIGEST, bytes(id))
              .set(REFRESH_TOKENS.SIGN_IN_ID, id)
              .execute();
        });
    return id;
  }

  private byte[] session(Duration since) {
    var digest = bytes(UUID.randomUUID());
    api.change(
        PLATFORM,
        db ->
            db.insertInto(BROWSER_SESSIONS)
                .set(BROWSER_SESSIONS.TENANT_ID, PLATFORM)
                .set(BROWSER_SESSIONS.SESSION_DIGEST, digest)
                .set(BROWSER_SESSIONS.CONTENT, digest)
                .set(BROWSER_SESSIONS.CREATED_AT, Instant.now())
                .set(BROWSER_SESSIONS.LAST_USED_AT, Instant.now())
                .set(BROWSER_SESSIONS.EXPIRES_AT, Instant.now().minus(since))
                .execute());
    return digest;
  }

  private static byte[] bytes(UUID id) {
    return id.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
