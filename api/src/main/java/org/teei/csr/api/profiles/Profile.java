package org.teei.csr.api.profiles;

import io.swagger.v3.oas.annotations.media.Schema;
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
 * @param matches the newest hundred
 */
record Profile(
    UUID id,
    Instant createdAt,
    List<Identifier> identifiers,
    @Schema(example = "3") long sessionsTotal,
    List<TimelineSession> sessions,
    @Schema(example = "1") long matchesTotal,
    List<Match> matches) {

  /** What identifies the person, with enough shown to be recognised by who knows it. */
  @Schema(name = "ProfileIdentifier")
  record Identifier(
      @Schema(example = "email") String kind, @Schema(example = "p…@example.org") String masked) {}

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
