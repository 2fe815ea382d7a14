package org.teei.csr.api.identity.signin;

import static org.teei.csr.schema.jooq.Tables.BROWSER_SESSIONS;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.teei.csr.schema.identity.SigningKeys;
import org.teei.csr.schema.jooq.tables.records.BrowserSessionsRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Sessions of browsers in the database, for all API processes. A session is found by the digest of
 * its id, so that who reads the table can be nobody, and its content is encrypted; what decrypts
 * was written here, so that it can be read back as objects.
 */
final class BrowserSessions implements SessionRepository<MapSession> {
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Duration LONGEST = Duration.ofHours(8);

  private final Tenancy tenancy;
  private final TenantKeys keys;

  BrowserSessions(Tenancy tenancy, TenantKeys keys) {
    this.tenancy = tenancy;
    this.keys = keys;
  }

  @Override
  public MapSession createSession() {
    var session = new MapSession();
    session.setMaxInactiveInterval(IDLE);
    return session;
  }

  /** An id that was changed leaves nothing behind under the one before. */
  @Override
  public void save(MapSession session) {
    var digest = TenantSecret.digest(session.getId());
    var content = keys.cipher(SigningKeys.PLATFORM).encrypt(bytes(session), place(digest));
    tenancy.change(
        SigningKeys.PLATFORM,
        db -> {
          if (!session.getId().equals(session.getOriginalId())) {
            db.deleteFrom(BROWSER_SESSIONS)
                .where(
                    BROWSER_SESSIONS.TENANT_ID.eq(SigningKeys.PLATFORM),
                    BROWSER_SESSIONS.SESSION_DIGEST.eq(
                        TenantSecret.digest(session.getOriginalId())))
                .execute();
          }
          db.insertInto(BROWSER_SESSIONS)
              .set(BROWSER_SESSIONS.TENANT_ID, SigningKeys.PLATFORM)
              .set(BROWSER_SESSIONS.SESSION_DIGEST, digest)
              .set(BROWSER_SESSIONS.CONTENT, content)
              .set(BROWSER_SESSIONS.CREATED_AT, session.getCreationTime())
              .set(BROWSER_SESSIONS.LAST_USED_AT, session.getLastAccessedTime())
              .set(BROWSER_SESSIONS.EXPIRES_AT, end(session))
              .onConflict(BROWSER_SESSIONS.TENANT_ID, BROWSER_SESSIONS.SESSION_DIGEST)
              .doUpdate()
              .set(BROWSER_SESSIONS.CONTENT, content)
              .set(BROWSER_SESSIONS.LAST_USED_AT, session.getLastAccessedTime())
              .set(BROWSER_SESSIONS.EXPIRES_AT, end(session))
              .execute();
        });
  }

  @Override
  public @Nullable MapSession findById(String id) {
    var digest = TenantSecret.digest(id);
    return tenancy
        .read(
            SigningKeys.PLATFORM,
            db ->
                db.selectFrom(BROWSER_SESSIONS)
                    .where(
                        BROWSER_SESSIONS.TENANT_ID.eq(SigningKeys.PLATFORM),
                        BROWSER_SESSIONS.SESSION_DIGEST.eq(digest),
                        BROWSER_SESSIONS.EXPIRES_AT.gt(DSL.currentInstant()))
                    .fetchOptional())
        .map(row -> session(id, row))
        .orElse(null);
  }

  @Override
  public void deleteById(String id) {
    tenancy.change(
        SigningKeys.PLATFORM,
        db ->
            db.deleteFrom(BROWSER_SESSIONS)
                .where(
                    BROWSER_SESSIONS.TENANT_ID.eq(SigningKeys.PLATFORM),
                    BROWSER_SESSIONS.SESSION_DIGEST.eq(TenantSecret.digest(id)))
                .execute());
  }

  private MapSession session(String id, BrowserSessionsRecord row) {
    var session = new MapSession(id);
    session.setMaxInactiveInterval(IDLE);
    session.setCreationTime(row.getCreatedAt());
    session.setLastAccessedTime(row.getLastUsedAt());
    attributes(
            keys.cipher(SigningKeys.PLATFORM)
                .decrypt(row.getContent(), place(row.getSessionDigest())))
        .forEach(session::setAttribute);
    return session;
  }

  private static Instant end(MapSession session) {
    var idle = session.getLastAccessedTime().plus(IDLE);
    var last = session.getCreationTime().plus(LONGEST);
    return idle.isBefore(last) ? idle : last;
  }

  private static byte[] bytes(MapSession session) {
    var attributes = new HashMap<String, Object>();
    session
        .getAttributeNames()
        .forEach(name -> attributes.put(name, session.getRequiredAttribute(name)));
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(attributes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  // Only maps of attributes are written.
  @SuppressWarnings("unchecked")
  private static Map<String, Object> attributes(byte[] bytes) {
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Map<String, Object>) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("Written by another version", e);
    }
  }

  private static byte[] place(byte[] digest) {
    var name = "browser_sessions\0".getBytes(StandardCharsets.UTF_8);
    var place = new byte[name.length + digest.length];
    System.arraycopy(name, 0, place, 0, name.length);
    System.arraycopy(digest, 0, place, name.length, digest.length);
    return place;
  }
}
