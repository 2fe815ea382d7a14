package org.teei.csr.api.identity;

import static org.teei.csr.schema.jooq.Tables.ACCESS_TOKENS;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.teei.csr.api.identity.TokensController.IssuedToken;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.jooq.tables.records.AccessTokensRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/** Keeps on record which access tokens were given out, not the tokens. */
public final class IssuedTokens {
  private static final String REVOKE = "identity.revoke-token";
  private static final String RESOURCE = "access-token";

  private final Tenancy tenancy;
  private final Reach reach;
  private final AuditTrail trail;

  IssuedTokens(Tenancy tenancy, Reach reach, AuditTrail trail) {
    this.tenancy = tenancy;
    this.reach = reach;
    this.trail = trail;
  }

  /** Notes the access token of {@code authorization}, which is a machine's. */
  public void record(OAuth2Authorization authorization) {
    tenancy.change(tenant(authorization), db -> record(db, authorization, null));
  }

  /**
   * Notes the access token of {@code authorization} in the transaction that gives it out.
   *
   * @param signIn with which it ends
   */
  public void record(DSLContext db, OAuth2Authorization authorization, @Nullable UUID signIn) {
    var claims = claims(authorization);
    db.insertInto(ACCESS_TOKENS)
        .set(ACCESS_TOKENS.TENANT_ID, tenant(authorization))
        .set(ACCESS_TOKENS.TOKEN_ID, UUID.fromString(String.valueOf(claims.get("jti"))))
        .set(ACCESS_TOKENS.CLIENT_ID, authorization.getRegisteredClientId())
        .set(ACCESS_TOKENS.SUBJECT, String.valueOf(claims.get("sub")))
        .set(
            ACCESS_TOKENS.ROLES,
            ((List<?>) Objects.requireNonNull(claims.get(AccessTokens.ROLES)))
                .stream().map(String::valueOf).toArray(String[]::new))
        .set(ACCESS_TOKENS.ISSUED_AT, (Instant) claims.get("iat"))
        .set(ACCESS_TOKENS.EXPIRES_AT, (Instant) claims.get("exp"))
        .set(ACCESS_TOKENS.SIGN_IN_ID, signIn)
        .onConflictDoNothing()
        .execute();
  }

  /** Refuses from now on what was given out for a sign-in. */
  public static void revokeOf(DSLContext db, String tenant, UUID signIn) {
    db.update(ACCESS_TOKENS)
        .set(ACCESS_TOKENS.REVOKED_AT, DSL.currentInstant())
        .where(
            ACCESS_TOKENS.TENANT_ID.eq(tenant),
            ACCESS_TOKENS.SIGN_IN_ID.eq(signIn),
            ACCESS_TOKENS.REVOKED_AT.isNull())
        .execute();
  }

  /** The client that a token of ours was given to. */
  public Optional<String> client(Jwt token) {
    var tenant = String.valueOf(token.getClaimAsString(AccessTokens.TENANT));
    return tenancy.read(
        tenant,
        db ->
            db.select(ACCESS_TOKENS.CLIENT_ID)
                .from(ACCESS_TOKENS)
                .where(is(tenant, UUID.fromString(token.getId())))
                .fetchOptional(ACCESS_TOKENS.CLIENT_ID));
  }

  /** Gives the access token of {@code authorization} back: whoever held it wants it no more. */
  public void giveBack(OAuth2Authorization authorization) {
    var tenant = tenant(authorization);
    var claims = claims(authorization);
    var id = UUID.fromString(String.valueOf(claims.get("jti")));
    tenancy.change(
        tenant,
        db -> {
          if (revoke(db, tenant, id)) {
            var roles = (List<?>) Objects.requireNonNull(claims.get(AccessTokens.ROLES));
            Audit.append(
                db,
                AuditEntry.of(
                        tenant,
                        String.valueOf(claims.get("sub")),
                        roles.stream().map(String::valueOf).collect(Collectors.joining(",")),
                        REVOKE,
                        RESOURCE,
                        id.toString())
                    .withRequest(MDC.get("requestId")));
          }
        });
  }

  private static Condition is(String tenant, UUID tokenId) {
    return ACCESS_TOKENS.TENANT_ID.eq(tenant).and(ACCESS_TOKENS.TOKEN_ID.eq(tokenId));
  }

  /** Whether it was not revoked before. */
  private static boolean revoke(DSLContext db, String tenant, UUID tokenId) {
    return db.update(ACCESS_TOKENS)
            .set(ACCESS_TOKENS.REVOKED_AT, DSL.currentInstant())
            .where(is(tenant, tokenId), ACCESS_TOKENS.REVOKED_AT.isNull())
            .execute()
        == 1;
  }

  private static String tenant(OAuth2Authorization authorization) {
    return String.valueOf(claims(authorization).get(AccessTokens.TENANT));
  }

  private static Map<String, Object> claims(OAuth2Authorization authorization) {
    var token = Objects.requireNonNull(authorization.getToken(OAuth2AccessToken.class));
    return Objects.requireNonNull(token.getClaims());
  }

  /** Whether a token of ours is still good. */
  boolean valid(String tenant, UUID tokenId) {
    return tenancy
        .fetch(
            tenant,
            DSL.selectOne()
                .from(ACCESS_TOKENS)
                .where(is(tenant, tokenId), ACCESS_TOKENS.REVOKED_AT.isNull()))
        .isNotEmpty();
  }

  Page<IssuedToken> list(@Nullable String tenant, Page.Range range) {
    var out =
        reach
            .covers(ACCESS_TOKENS.TENANT_ID, tenant)
            .and(ACCESS_TOKENS.EXPIRES_AT.gt(DSL.currentInstant()));
    var slice =
        reach.read(db ->
            new Page.Slice<>(
                db.select(
                        ACCESS_TOKENS.TENANT_ID,
                        ACCESS_TOKENS.TOKEN_ID,
                        ACCESS_TOKENS.CLIENT_ID,
                        ACCESS_TOKENS.SUBJECT,
                        ACCESS_TOKENS.ROLES,
                        ACCESS_TOKENS.ISSUED_AT,
                        ACCESS_TOKENS.EXPIRES_AT,
                        ACCESS_TOKENS.REVOKED_AT)
                    .from(ACCESS_TOKENS)
                    .where(out)
                    .orderBy(ACCESS_TOKENS.EXPIRES_AT.desc(), ACCESS_TOKENS.TOKEN_ID)
                    .limit(range.pageSize())
                    .offset(range.offset())
                    .fetchInto(ACCESS_TOKENS),
                db.fetchCount(ACCESS_TOKENS, out)));
    Map<String, @Nullable Object> filters = new HashMap<>();
    filters.put("tenant", tenant);
    return Page.of(slice, range, TokensController.PATH, filters, IssuedTokens::shape);
  }

  /** Refused from now on; again for one that is revoked already changes nothing. */
  void revoke(UUID tokenId) {
    var tenant = tenantOf(tokenId);
    tenancy.change(
        tenant,
        db -> {
          if (revoke(db, tenant, tokenId)) {
            Audit.append(db, trail.entryOf(tenant, REVOKE, RESOURCE, tokenId));
          }
        });
  }

  private String tenantOf(UUID tokenId) {
    return reach.read(db ->
        db.select(ACCESS_TOKENS.TENANT_ID)
            .from(ACCESS_TOKENS)
            .where(reach.covers(ACCESS_TOKENS.TENANT_ID, null), ACCESS_TOKENS.TOKEN_ID.eq(tokenId))
            .fetchOptional(ACCESS_TOKENS.TENANT_ID)
            .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND)));
  }

  private static IssuedToken shape(AccessTokensRecord row) {
    return new IssuedToken(
        row.getTokenId(),
        row.getTenantId(),
        row.getClientId(),
        row.getSubject(),
        List.of(row.getRoles()),
        row.getIssuedAt(),
        row.getExpiresAt(),
        row.getRevokedAt());
  }
}
