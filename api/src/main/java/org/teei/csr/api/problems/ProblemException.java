package org.teei.csr.api.problems;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;

/** Ends a request with a problem. Its texts are shown to the caller. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ProblemKind kind;
  private final @Nullable String detail;
  private final @Nullable String currentStatus;
  private final transient List<Fault> faults;
  private final @Nullable Duration retryAfter;
  private final transient @Nullable URI location;

  private ProblemException(
      ProblemKind kind,
      @Nullable String detail,
      @Nullable String currentStatus,
      List<Fault> faults,
      @Nullable Duration retryAfter,
      @Nullable URI location) {
    super(kind.feature() + "/" + kind.code(), null, false, false);
    this.kind = kind;
    this.detail = detail;
    this.currentStatus = currentStatus;
    this.faults = List.copyOf(faults);
    this.retryAfter = retryAfter;
    this.location = location;
  }

  public static ProblemException of(ProblemKind kind) {
    return new ProblemException(kind, null, null, List.of(), null, null);
  }

  /**
   * @param detail a sentence without anything the user sent
   */
  public static ProblemException of(ProblemKind kind, String detail) {
    return new ProblemException(kind, detail, null, List.of(), null, null);
  }

  public static ProblemException of(ProblemKind kind, List<Fault> faults) {
    return new ProblemException(kind, null, null, faults, null, null);
  }

  /** An action that the state does not allow. */
  public static ProblemException inState(ProblemKind kind, String currentStatus) {
    return new ProblemException(kind, null, currentStatus, List.of(), null, null);
  }

  public static ProblemException retryAfter(ProblemKind kind, Duration retryAfter) {
    return new ProblemException(kind, null, null, List.of(), retryAfter, null);
  }

  /**
   * @param detail a sentence without anything the user sent
   */
  public static ProblemException retryAfter(ProblemKind kind, String detail, Duration retryAfter) {
    return new ProblemException(kind, detail, null, List.of(), retryAfter, null);
  }

  /** A problem with a thing that is there. */
  public static ProblemException at(ProblemKind kind, @Nullable URI location) {
    return new ProblemException(kind, null, null, List.of(), null, location);
  }

  public ProblemException with(List<Fault> more) {
    return new ProblemException(kind, detail, currentStatus, more, retryAfter, location);
  }

  public ProblemKind kind() {
    return kind;
  }

  @Nullable String detail() {
    return detail;
  }

  @Nullable String currentStatus() {
    return currentStatus;
  }

  List<Fault> faults() {
    return faults;
  }

  @Nullable URI location() {
    return location;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
