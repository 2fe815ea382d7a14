package org.teei.csr.api.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;

/**
 * What a bulk replay does, or would do.
 *
 * @param deliveries how many
 * @param deliveryIds in the order in which they begin
 * @param perMinute how many begin in a minute
 * @param seconds until the last one begins
 */
@Schema(name = "BulkReplay")
record BulkReplay(
    boolean dryRun,
    @Schema(example = "17") int deliveries,
    List<UUID> deliveryIds,
    @Schema(example = "60") int perMinute,
    @Schema(example = "16") long seconds) {

  private static final Set<String> REPLAYABLE = Set.of("failed", "expired", "cancelled", "refused");

  /** What nobody decided to end. */
  private static final Set<String> FAILED = Set.of("failed", "expired");

  private static final int PACE = 60;

  static BulkReplay of(boolean dryRun, List<UUID> ids, int perMinute) {
    return new BulkReplay(
        dryRun, ids.size(), ids, perMinute, Math.max(0, ids.size() - 1) * 60L / perMinute);
  }

  /** What did not arrive and has ended: it can be begun again. */
  static Condition replayable() {
    return IMPACT_DELIVERIES
        .STATUS
        .in(REPLAYABLE)
        .and(IMPACT_DELIVERIES.FINISHED_AT.isNotNull())
        .and(IMPACT_DELIVERIES.DELIVERED_AT.isNull());
  }

  /** As {@link #replayable}, of one that was read. */
  static boolean isReplayable(ImpactDeliveriesRecord row) {
    return REPLAYABLE.contains(row.getStatus())
        && row.getFinishedAt() != null
        && row.getDeliveredAt() == null;
  }

  /** Which deliveries are begun again, and how fast. */
  @Schema(name = "BulkReplayRequest")
  record Request(
      @Schema(example = "benevity", description = "All platforms without it.")
          @Nullable String platform,
      @Schema(
              example = "failed",
              description =
                  "failed, expired, cancelled or refused; without it those that are failed or expired, as the others are what somebody decided.")
          @Nullable DeliveryStatus status,
      @Nullable UUID scheduleId,
      @Schema(example = "2026-01-01", description = "Periods that begin on this day or later.")
          @NotNull
          LocalDate from,
      @Schema(example = "2027-01-01", description = "Periods that end before this day or on it.")
          @NotNull
          LocalDate until,
      @Schema(example = "60", description = "How many begin in a minute; 60 without it.")
          @Min(1)
          @Max(600)
          @Nullable Integer perMinute,
      @Schema(example = "true", description = "Only tells what would be done; true without it.")
          @Nullable Boolean dryRun,
      @Schema(example = "The platform is back", description = "Why; not for personal data.")
          @Size(max = 500)
          @Nullable String reason) {

    boolean isDryRun() {
      return !Boolean.FALSE.equals(dryRun);
    }

    int pace() {
      return Objects.requireNonNullElse(perMinute, PACE);
    }

    /** Refuses what names nothing that could be begun again, with everything that is wrong. */
    Request checked() {
      List<Fault> faults = new ArrayList<>();
      if (platform != null && Platform.spelled(platform).isEmpty()) {
        faults.add(invalid("/platform", "Is benevity, goodera, workday or file."));
      }
      if (status != null && !REPLAYABLE.contains(status.spelling())) {
        faults.add(invalid("/status", "Is failed, expired, cancelled or refused."));
      }
      if (!RequestedWords.isKept(from)) {
        faults.add(invalid("/from", RequestedWords.KEPT_DAYS));
      }
      if (!RequestedWords.isKept(until)) {
        faults.add(invalid("/until", RequestedWords.KEPT_DAYS));
      }
      if (!from.isBefore(until)) {
        faults.add(invalid("/until", "Is behind from."));
      }
      if (!faults.isEmpty()) {
        throw ProblemException.of(RequestProblem.INVALID_BODY, faults);
      }
      return this;
    }

    private static Fault invalid(String member, String rule) {
      return Fault.ofMember(member, "invalid", rule);
    }

    Condition condition() {
      var meant = new DeliveryFilter(platform, status, scheduleId, from, until).condition();
      return status == null
          ? meant.and(replayable()).and(IMPACT_DELIVERIES.STATUS.in(FAILED))
          : meant.and(replayable());
    }
  }
}
