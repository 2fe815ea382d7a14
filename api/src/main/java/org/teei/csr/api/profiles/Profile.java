package org.teei.csr.api.profiles;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as the tenant knows them; contact data is masked.
 *
 * @param id of the person; where two were found to be one, that of the one that stayed
 * @param sessions the newest hundred
 * @param completions the newest hundred courses that the person completed
 * @param credentials the newest hundred that the person was issued
 * @param matches the newest hundred
 */
record Profile(
    UUID id,
    Instant createdAt,
    List<Identifier> identifiers,
    @Schema(example = "3") long sessionsTotal,
    List<TimelineSession> sessions,
    List<Completion> completions,
    List<Credential> credentials,
    @Schema(example = "1") long matchesTotal,
    List<Match> matches) {

  /** What identifies the person, with enough shown to be recognised by who knows it. */
  @Schema(name = "ProfileIdentifier")
  record Identifier(
      @Schema(example = "email") String kind, @Schema(example = "p…@example.org") String masked) {}

  /**
   * A course that the person completed.
   *
   * @param finalScore 0 is the worst, 100 the best
   */
  @Schema(name = "ProfileCompletion")
  record Completion(
      UUID id,
      @Schema(example = "ecornell") String provider,
      @Schema(example = "EXEC-101") String courseId,
      @Schema(example = "Executive Leadership Program") String courseName,
      Instant completedAt,
      @Schema(example = "92.5") @Nullable BigDecimal finalScore,
      @Nullable String credentialRef) {}

  /**
   * A credential that the person was issued; what proves it is not shown.
   *
   * @param id that the issuer gave it
   * @param expiresAt absent where it never does
   * @param expired whether that has come
   */
  @Schema(name = "ProfileCredential")
  record Credential(
      UUID id,
      @Schema(example = "certificate") String type,
      @Schema(example = "ecornell") String provider,
      @Schema(example = "EXEC-101") String courseId,
      @Schema(example = "Executive Leadership Program") String courseName,
      Instant issuedAt,
      @Nullable Instant expiresAt,
      boolean expired) {}

  /** A session that the person took part in; facts hold ids, dates and figures. */
  @Schema(name = "ProfileSession")
  record TimelineSession(
      UUID id,
      @Schema(example = "participant") String role,
      Instant occurredAt,
      Map<String, Object> facts) {}

  /** A match that the person is one of the two of, as it stands. */
  @Schema(name = "ProfileMatch")
  record Match(
      UUID id,
      @Schema(example = "buddy") String role,
      Instant matchedAt,
      @Schema(example = "active") String status,
      @Nullable Instant endedAt) {}
}
