package org.teei.csr.api.identity.signin;

import static org.teei.csr.schema.jooq.Tables.REFRESH_TOKENS;
import static org.teei.csr.schema.jooq.Tables.SIGN_INS;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.MDC;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.teei.csr.api.identity.IssuedTokens;
import org.teei.csr.api.identity.LoginClient;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.jooq.tables.records.SignInsRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * The sign-ins of people as the database has them. Whoever changes one holds the lock of its row
 * first, so that of several uses of a code or refresh token one comes first, and none after the
 * end.
 */
final class SignIns {
  /**
   * A refresh token may come twice when an answer was lost or two processes share it. That soon
   * after its use it is refused without taking the sign-in for stolen.
   */
  static final Duration GRACE = Duration.ofSeconds(10);

  static final String RESOURCE = "sign-in";

  /** A sign-in, by the code or refresh token that was shown for it. */
  record Shown(SignInsRecord signIn, TenantSecret secret, boolean code) {}

  private final Tenancy tenancy;

  SignIns(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  void begin(SignInsRecord signIn) {
    tenancy.change(signIn.getTenantId(), db -> db.insertInto(SIGN_INS).set(signIn).execute());
  }

  /** The sign-in that waits for its code. A code that was used comes from a thief: it ends. */
  Optional<Shown> byCode(TenantSecret code) {
    var found = find(code.tenant(), SIGN_INS.CODE_DIGEST.eq(code.digest()));
    if (found.filter(signIn -> signIn.getCodeUsedAt() != null).isPresent()) {
      end(found.get(), "code-used-again");
      return Optional.empty();
    }
    return found.map(signIn -> new Shown(signIn, code, true));
  }

  /** The sign-in that a refresh token goes on with. One that was used ends it. */
  Optional<Shown> byRefreshToken(TenantSecret token) {
    var found =
        tenancy.read(
            token.tenant(),
            db ->
                db.selectFrom(REFRESH_TOKENS)
                    .where(
                        REFRESH_TOKENS.TENANT_ID.eq(token.tenant()),
                        REFRESH_TOKENS.TOKEN_DIGEST.eq(token.digest()))
                    .fetchOptional());
    var signIn =
        found.flatMap(row -> find(token.tenant(), SIGN_INS.SIGN_IN_ID.eq(row.getSignInId())));
    var used = found.map(row -> Optional.ofNullable(row.getUsedAt())).orElse(Optional.empty());
    if (signIn.isPresent() && used.isPresent()) {
      if (used.get().plus(GRACE).isBefore(Instant.now())) {
        end(signIn.get(), "refresh-token-used-again");
      }
      return Optional.empty();
    }
    return signIn.map(row -> new Shown(row, token, false));
  }

  /**
   * Uses what was shown, gives out a refresh token and whatever {@code more} writes, or refuses.
   */
  void goOn(Shown shown, String roles, String refreshToken, Consumer<DSLContext> more) {
    var tenant = shown.signIn.getTenantId();
    var id = shown.signIn.getSignInId();
    tenancy.change(
        tenant,
        db -> {
          if ((shown.code ? useCode(db, shown) : useRefreshToken(db, shown)) == 0) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
          }
          db.insertInto(REFRESH_TOKENS)
              .set(REFRESH_TOKENS.TENANT_ID, tenant)
              .set(REFRESH_TOKENS.TOKEN_DIGEST, TenantSecret.digest(refreshToken))
              .set(REFRESH_TOKENS.SIGN_IN_ID, id)
              .execute();
          more.accept(db);
          if (shown.code) {
            Audit.append(db, entry(shown.signIn, roles, "identity.sign-in"));
          }
        });
  }

  /** Ends a sign-in by the person's own client, or because something about it is wrong. */
  void end(SignInsRecord signIn, String reason) {
    tenancy.change(
        signIn.getTenantId(),
        db -> {
          if (end(db, signIn.getTenantId(), SIGN_INS.SIGN_IN_ID.eq(signIn.getSignInId()))) {
            Audit.append(
                db,
                entry(signIn, "none", "identity.end-sign-in")
                    .withDetails(Map.of("reason", reason)));
          }
        });
  }

  /**
   * Ends sign-ins and the access tokens given out for them.
   *
   * @return whether there were any that had not ended
   */
  static boolean end(DSLContext db, String tenant, Condition which) {
    var ended =
        db.update(SIGN_INS)
            .set(SIGN_INS.REVOKED_AT, DSL.currentInstant())
            .where(SIGN_INS.TENANT_ID.eq(tenant), which, SIGN_INS.REVOKED_AT.isNull())
            .returning(SIGN_INS.SIGN_IN_ID)
            .fetch(SIGN_INS.SIGN_IN_ID);
    ended.forEach(id -> IssuedTokens.revokeOf(db, tenant, id));
    return !ended.isEmpty();
  }

  private Optional<SignInsRecord> find(String tenant, Condition which) {
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(SIGN_INS)
                .where(SIGN_INS.TENANT_ID.eq(tenant), which, going())
                .fetchOptional());
  }

  private static Condition going() {
    return SIGN_INS.REVOKED_AT.isNull().and(SIGN_INS.EXPIRES_AT.gt(DSL.currentInstant()));
  }

  private static int useCode(DSLContext db, Shown shown) {
    return db.update(SIGN_INS)
        .set(SIGN_INS.CODE_USED_AT, DSL.currentInstant())
        .set(SIGN_INS.EXPIRES_AT, Instant.now().plus(LoginClient.SIGN_IN_LIFE))
        .where(of(shown), SIGN_INS.CODE_USED_AT.isNull(), going())
        .execute();
  }

  private static int useRefreshToken(DSLContext db, Shown shown) {
    var locked =
        db.update(SIGN_INS)
            .set(SIGN_INS.REFRESHED_AT, DSL.currentInstant())
            .where(of(shown), going())
            .execute();
    return locked == 0
        ? 0
        : db.update(REFRESH_TOKENS)
            .set(REFRESH_TOKENS.USED_AT, DSL.currentInstant())
            .where(
                REFRESH_TOKENS.TENANT_ID.eq(shown.secret.tenant()),
                REFRESH_TOKENS.TOKEN_DIGEST.eq(shown.secret.digest()),
                REFRESH_TOKENS.USED_AT.isNull())
            .execute();
  }

  private static Condition of(Shown shown) {
    return SIGN_INS
        .TENANT_ID
        .eq(shown.signIn.getTenantId())
        .and(SIGN_INS.SIGN_IN_ID.eq(shown.signIn.getSignInId()));
  }

  private static AuditEntry entry(SignInsRecord signIn, String roles, String action) {
    UUID id = signIn.getSignInId();
    return AuditEntry.of(
            signIn.getTenantId(),
            signIn.getPrincipalId().toString(),
            roles,
            action,
            RESOURCE,
            id.toString())
        .withRequest(MDC.get("requestId"));
  }
}
