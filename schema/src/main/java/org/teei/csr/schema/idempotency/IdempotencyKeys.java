package org.teei.csr.schema.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.IDEMPOTENCY_KEYS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.schema.idempotency.Claim.ClaimId;
import org.teei.csr.schema.jooq.tables.records.IdempotencyKeysRecord;
import org.teei.csr.schema.personaldata.DecryptionException;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Answers by idempotency key, per tenant, principal and route, kept encrypted for 24 hours. A claim
 * holds for 60 seconds, so a process that died while answering does not block the key.
 */
public final class IdempotencyKeys {
  private static final Duration CLAIM = Duration.ofSeconds(60);
  private static final Duration LIFETIME = Duration.ofHours(24);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Tenancy tenancy;
  private final TenantKeys tenantKeys;

  public IdempotencyKeys(Tenancy tenancy, TenantKeys tenantKeys) {
    this.tenancy = tenancy;
    this.tenantKeys = tenantKeys;
  }

  /**
   * Claims {@code key} for a request; of many at once exactly one gets it.
   *
   * @param fingerprint of what makes two requests the same: method, target and body
   */
  public Claim claim(
      String tenant, String principal, String route, String key, byte[] fingerprint) {
    while (true) {
      var wanted = new ClaimId(tenant, principal, route, key, Ids.next());
      var seen = tenancy.write(tenant, db -> claim(db, wanted, fingerprint));
      if (seen.isPresent()) {
        return seen.get();
      }
      // Another request gave the key back between our two statements: it is free now.
    }
  }

  /**
   * Keeps the answer of a claimed request.
   *
   * @return false, and nothing is kept, if the claim ran out and another took it
   */
  public boolean complete(ClaimId claim, StoredAnswer answer) {
    var ciphertext = tenantKeys.cipher(claim.tenant()).encrypt(json(answer), place(claim));
    return tenancy.write(
        claim.tenant(),
        db ->
            db.update(IDEMPOTENCY_KEYS)
                    .set(IDEMPOTENCY_KEYS.STATUS, answer.status())
                    .set(IDEMPOTENCY_KEYS.ANSWER_CIPHERTEXT, ciphertext)
                    .set(
                        IDEMPOTENCY_KEYS.EXPIRES_AT,
                        DSL.currentInstant().plus(DayToSecond.valueOf(LIFETIME)))
                    .where(isHeld(claim))
                    .execute()
                == 1);
  }

  /** Frees the key of a request that failed before any effect, so that it can be sent again. */
  public void release(ClaimId claim) {
    tenancy.change(
        claim.tenant(), db -> db.deleteFrom(IDEMPOTENCY_KEYS).where(isHeld(claim)).execute());
  }

  /**
   * Deletes answers past their time.
   *
   * @return how many
   */
  public int deleteExpired(String tenant) {
    return tenancy.write(
        tenant,
        db ->
            db.deleteFrom(IDEMPOTENCY_KEYS)
                .where(
                    IDEMPOTENCY_KEYS.TENANT_ID.eq(tenant),
                    IDEMPOTENCY_KEYS.EXPIRES_AT.le(DSL.currentInstant()))
                .execute());
  }

  private Optional<Claim> claim(DSLContext db, ClaimId wanted, byte[] fingerprint) {
    if (take(db, wanted, fingerprint)) {
      return Optional.of(new Claim.Fresh(wanted));
    }
    return db.selectFrom(IDEMPOTENCY_KEYS)
        .where(isKey(wanted))
        .fetchOptional()
        .map(row -> judge(row, wanted, fingerprint));
  }

  /** Inserts the claim, or takes over a row past its time or whose claimant died. */
  private static boolean take(DSLContext db, ClaimId wanted, byte[] fingerprint) {
    return db.execute(
            """
            insert into csr.idempotency_keys as taken
              (tenant_id, principal, route, idempotency_key, fingerprint, claim_id, claimed_until, expires_at)
            values ({0}, {1}, {2}, {3}, {4}, {5}, now() + {6}, now() + {7})
            on conflict (tenant_id, principal, route, idempotency_key) do update
            set fingerprint = excluded.fingerprint, claim_id = excluded.claim_id, claimed_until = excluded.claimed_until,
              status = null, answer_ciphertext = null, created_at = now(), expires_at = excluded.expires_at
            where taken.expires_at <= now()
              or (taken.status is null and taken.claimed_until <= now() and taken.fingerprint = excluded.fingerprint)
            """,
            DSL.val(wanted.tenant()),
            DSL.val(wanted.principal()),
            DSL.val(wanted.route()),
            DSL.val(wanted.key()),
            DSL.val(fingerprint),
            DSL.val(wanted.id()),
            DSL.val(DayToSecond.valueOf(CLAIM)),
            DSL.val(DayToSecond.valueOf(LIFETIME)))
        == 1;
  }

  private Claim judge(IdempotencyKeysRecord row, ClaimId wanted, byte[] fingerprint) {
    if (!Arrays.equals(row.getFingerprint(), fingerprint)) {
      return new Claim.Mismatch();
    }
    if (row.getStatus() == null) {
      var left = Duration.between(Instant.now(), row.getClaimedUntil());
      return new Claim.Running(
          left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left);
    }
    return new Claim.Answered(
        answer(
            tenantKeys.cipher(wanted.tenant()).decrypt(row.getAnswerCiphertext(), place(wanted))));
  }

  private static Condition isKey(ClaimId claim) {
    return DSL.and(
        IDEMPOTENCY_KEYS.TENANT_ID.eq(claim.tenant()),
        IDEMPOTENCY_KEYS.PRINCIPAL.eq(claim.principal()),
        IDEMPOTENCY_KEYS.ROUTE.eq(claim.route()),
        IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY.eq(claim.key()));
  }

  private static Condition isHeld(ClaimId claim) {
    return isKey(claim)
        .and(IDEMPOTENCY_KEYS.CLAIM_ID.eq(claim.id()))
        .and(IDEMPOTENCY_KEYS.STATUS.isNull());
  }

  private static byte[] place(ClaimId claim) {
    return String.join("\0", "idempotency_keys", claim.principal(), claim.route(), claim.key())
        .getBytes(UTF_8);
  }

  private static byte[] json(StoredAnswer answer) {
    try {
      return MAPPER.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer is always writable", e);
    }
  }

  private static StoredAnswer answer(byte[] json) {
    try {
      return MAPPER.readValue(json, StoredAnswer.class);
    } catch (IOException e) {
      throw new DecryptionException("The stored answer is not readable", e);
    }
  }
}
