package org.teei.csr.engines.imports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row with one value for each column of its format, to be changed cell by cell. */
final class SampleRow {
  private static final Instant NOW = Instant.parse("2026-02-28T12:00:00Z");

  private final ImportKind kind;
  private final Map<String, String> cells = new LinkedHashMap<>();

  private SampleRow(ImportKind kind) {
    this.kind = kind;
  }

  static SampleRow user() {
    return new SampleRow(ImportKind.USERS)
        .with("email", "p@example.org")
        .with("name", "Olena Maria Example")
        .with("role_when_joined", "mentor")
        .with("verification_status", "Verified")
        .with("linkedin_url", "https://www.linkedin.com/in/olena")
        .with("grant_access", "true")
        .with("joined_at", "2025-12-14");
  }

  static SampleRow completion() {
    return new SampleRow(ImportKind.COMPLETIONS)
        .with("user_email", "p@example.org")
        .with("provider", "eCornell")
        .with("course_id", "EXEC-101")
        .with("course_name", "Executive Leadership Program")
        .with("completed_at", "2025-10-15T14:30:00Z")
        .with("final_score", "92.5")
        .with("credential_ref", "CERT-1");
  }

  static SampleRow credential() {
    return new SampleRow(ImportKind.CREDENTIALS)
        .with("credential_id", "550e8400-e29b-41d4-a716-446655440001")
        .with("user_email", "p@example.org")
        .with("provider", "eCornell")
        .with("course_id", "EXEC-101")
        .with("course_name", "Executive Leadership Program")
        .with("credential_type", "certificate")
        .with("issued_at", "2025-10-15T14:30:00Z")
        .with("expires_at", "2028-10-15T14:30:00Z")
        .with("credential_url", "https://ecornell.example.org/verify/1")
        .with("verification_code", "VERIFY-001");
  }

  static SampleRow language2() {
    return new SampleRow(ImportKind.SESSIONS)
        .with("session_id", "LS-1")
        .with("participant_email", "p@example.org")
        .with("volunteer_email", "v@example.org")
        .with("scheduled_at", "2026-01-05T10:00:00Z")
        .with("participant_kintell_id", "K-1")
        .with("volunteer_kintell_id", "K-2");
  }

  SampleRow with(String column, String cell) {
    cells.put(column, cell);
    return this;
  }

  SampleRow without(String column) {
    cells.remove(column);
    return this;
  }

  RowCheck check() throws FileRefused {
    return check(new ArrayList<>(cells.values()));
  }

  RowCheck check(List<String> row) throws FileRefused {
    HeaderMatch header = ImportSchemas.match(kind, new ArrayList<>(cells.keySet()));
    return KindCheck.of(header, NOW).check(new RawRow(1, 2, 100, 10, row));
  }

  /** The first so many cells alone. */
  RowCheck cut(int length) throws FileRefused {
    return check(new ArrayList<>(cells.values()).subList(0, length));
  }

  <R extends ImportRow> R valid(Class<R> type) throws FileRefused {
    return type.cast(((RowCheck.Valid) check()).row());
  }

  String codes() throws FileRefused {
    return codes(check());
  }

  static String codes(RowCheck check) {
    return check instanceof RowCheck.Invalid invalid
        ? String.join(
            " ", invalid.errors().stream().map(e -> e.code().code() + ":" + e.column()).toList())
        : "";
  }
}
