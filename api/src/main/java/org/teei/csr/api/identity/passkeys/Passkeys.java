package org.teei.csr.api.identity.passkeys;

import static org.teei.csr.schema.jooq.Tables.PASSKEYS;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.MDC;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.jooq.tables.records.PasskeysRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Tenancy;

/** Passkeys as the database has them. Each change, and each use, is on the company's record. */
final class Passkeys {
  static final String RESOURCE = "passkey";

  private final Tenancy tenancy;

  Passkeys(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /** Those of a member, the oldest first. */
  List<PasskeysRecord> of(Holder holder) {
    return tenancy.read(
        holder.tenant(),
        db ->
            db.selectFrom(PASSKEYS)
                .where(isOf(holder))
                .orderBy(PASSKEYS.CREATED_AT, PASSKEYS.PASSKEY_ID)
                .fetch());
  }

  /**
   * @throws PasskeyRefusedException if somebody has it already
   */
  void add(Holder holder, CredentialRecord credential) {
    var row = CredentialRows.row(holder, Ids.next(), credential);
    tenancy.change(
        holder.tenant(),
        db -> {
          if (db.insertInto(PASSKEYS).set(row).onConflictDoNothing().execute() == 0) {
            throw new PasskeyRefusedException("known-already");
          }
          Audit.append(db, entry(holder, "identity.register-passkey", row.getPasskeyId()));
        });
  }

  /**
   * Notes that a passkey was shown. Where it counts its uses, each one counts on: a copy of it is
   * found out by the second of the two that is used.
   *
   * @throws PasskeyRefusedException if its count went backwards, or it has gone
   */
  void use(Holder holder, byte[] credentialId, long signatureCount) {
    tenancy.change(
        holder.tenant(),
        db -> {
          var used =
              db.update(PASSKEYS)
                  .set(PASSKEYS.SIGNATURE_COUNT, signatureCount)
                  .set(PASSKEYS.LAST_USED_AT, Instant.now())
                  .where(
                      isOf(holder),
                      PASSKEYS.CREDENTIAL_ID.eq(credentialId),
                      countsOn(signatureCount))
                  .returning(PASSKEYS.PASSKEY_ID)
                  .fetchOptional(PASSKEYS.PASSKEY_ID)
                  .orElseThrow(() -> new PasskeyRefusedException("count-went-backwards"));
          Audit.append(db, entry(holder, "identity.step-up", used));
        });
  }

  /** Removes one of a member's own; one that is not there changes nothing. */
  void remove(Holder holder, UUID id) {
    tenancy.change(
        holder.tenant(),
        db -> {
          if (delete(db, isOf(holder).and(PASSKEYS.PASSKEY_ID.eq(id))) > 0) {
            Audit.append(db, entry(holder, "identity.remove-passkey", id));
          }
        });
  }

  static int delete(DSLContext db, Condition which) {
    return db.deleteFrom(PASSKEYS).where(which).execute();
  }

  static Condition isOf(Holder holder) {
    return PASSKEYS.TENANT_ID.eq(holder.tenant()).and(PASSKEYS.PRINCIPAL_ID.eq(holder.principal()));
  }

  private static Condition countsOn(long signatureCount) {
    var before = PASSKEYS.SIGNATURE_COUNT;
    return signatureCount == 0 ? before.eq(0L) : DSL.condition(before.lt(signatureCount));
  }

  private static AuditEntry entry(Holder holder, String action, UUID id) {
    return AuditEntry.of(
            holder.tenant(), holder.principal().toString(), "none", action, RESOURCE, id.toString())
        .withRequest(MDC.get("requestId"));
  }
}
