package org.teei.csr.api.audit;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who saw a person.
 *
 * @param looks one for each actor, action and thing that was looked at, the latest first
 */
record PersonAccess(UUID personId, List<Look> looks) {

  /**
   * How often somebody did the same.
   *
   * @param resourceType person, or import where a result file with a row of the person was fetched
   * @param resourceId of the person as who they were then known, or of the import
   */
  @Schema(name = "PersonLook")
  record Look(
      @Schema(example = "operator") String actor,
      @Schema(example = "company_admin") String role,
      @Schema(example = "profiles.viewed") String action,
      @Schema(example = "programme") @Nullable String purpose,
      @Schema(example = "person") String resourceType,
      @Schema(example = "0198c0de-0000-7000-8000-000000000000") String resourceId,
      @Schema(example = "3") long times,
      Instant firstAt,
      Instant lastAt) {}
}
