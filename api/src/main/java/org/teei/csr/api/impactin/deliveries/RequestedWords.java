package org.teei.csr.api.impactin.deliveries;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.engines.impactin.Platform;

/** What parameters of the routes of deliveries and schedules may say. */
public final class RequestedWords {
  static final String KEPT_DAYS = "Is a day from 1970 to 3000.";
  private static final LocalDate EARLIEST = LocalDate.EPOCH;
  private static final LocalDate LATEST = LocalDate.of(3000, 1, 1);

  private RequestedWords() {}

  /**
   * @throws ProblemException with 400 where there is no such platform
   */
  public static void platform(@Nullable String platform) {
    if (platform != null && Platform.spelled(platform).isEmpty()) {
      throw invalid("platform", "Is benevity, goodera, workday or file.");
    }
  }

  /**
   * @throws ProblemException with 400 where it is not {@link #isKept}
   */
  static void day(String parameter, @Nullable LocalDate day) {
    if (day != null && !isKept(day)) {
      throw invalid(parameter, KEPT_DAYS);
    }
  }

  /** Calendars go further in both directions than the database does. */
  static boolean isKept(LocalDate day) {
    return !day.isBefore(EARLIEST) && !day.isAfter(LATEST);
  }

  static ProblemException invalid(String parameter, String rule) {
    return ProblemException.of(
        RequestProblem.INVALID_PARAMETER, List.of(Fault.ofParameter(parameter, "invalid", rule)));
  }
}
