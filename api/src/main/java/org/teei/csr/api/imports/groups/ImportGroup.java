package org.teei.csr.api.imports.groups;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.imports.RequestedOptions;
import org.teei.csr.api.imports.RequestedReading;
import org.teei.csr.workflows.imports.groups.GroupStatus;

/**
 * A group of imports as clients see it.
 *
 * @param files by what became of them
 * @param counts of all its imports together, each import once
 * @param problem type of the problem with which it ended
 */
@Schema(name = "ImportGroup")
record ImportGroup(
    UUID id,
    @Schema(example = "Sessions 2019 to 2025") String name,
    @Schema(example = "sessions") String kind,
    @Schema(example = "importing") GroupStatus status,
    Order order,
    OnFailure onFailure,
    RequestedOptions options,
    @Nullable RequestedReading reading,
    Files files,
    Counts counts,
    @Nullable URI problem,
    Instant createdAt,
    String createdBy,
    @Nullable Instant finishedAt,
    String workflowId,
    URI workflowUrl) {

  /** Whether files wait for the one before. */
  enum Order {
    STRICT,
    ANY;

    @JsonValue
    String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a file without success means for those after it. */
  enum OnFailure {
    STOP,
    CONTINUE;

    @JsonValue
    String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How many files stand where.
   *
   * @param failed imports that ended otherwise than completed, and refused files
   * @param leftOut files that were not begun, and will not be
   */
  @Schema(name = "ImportGroupFileCounts")
  record Files(int all, int waiting, int running, int completed, int failed, int leftOut) {}

  /** The ledgers of all imports, added up. */
  @Schema(name = "ImportGroupCounts")
  record Counts(
      long read, long accepted, long updated, long rejected, long duplicate, long unprocessed) {}

  /**
   * A group with each of its files: its one report.
   *
   * @param report files in their order
   */
  @Schema(name = "ImportGroupReport")
  record Report(ImportGroup group, List<File> report) {}

  /**
   * A file of a group.
   *
   * @param status {@code waiting}, {@code refused}, {@code left_out}, or that of its import
   * @param importId the import of it; the same as of another file where both have the same bytes
   * @param problem type of the problem why it waits or was refused, or why its import failed
   */
  @Schema(name = "ImportGroupFile")
  record File(
      @Schema(example = "1") int position,
      @Schema(example = "completed") String status,
      @Nullable UUID importId,
      @Nullable Counts counts,
      @Nullable URI problem) {}
}
