package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fault that is ordered.
 *
 * @param platform null for each
 * @param on the kind of request that is hit
 * @param times how often; null with a share
 * @param share of the requests that are hit, more than 0 and at most 1; null with times
 * @param after so many requests that it would hit pass unharmed first
 * @param retryAfterSeconds for the header of a 429; null for none
 * @param commits whether the request takes effect before it goes wrong; null as the kind has it
 * @param pauseMillis between the bytes of a drip
 * @param holdSeconds how long silence lasts if the client has the patience
 */
record Fault(
    @Nullable Platform platform,
    FaultKind kind,
    Place on,
    @Nullable Integer times,
    @Nullable Double share,
    int after,
    @Nullable Integer retryAfterSeconds,
    boolean commits,
    int pauseMillis,
    int holdSeconds) {
  private static final int PAUSE_MILLIS = 1_000;
  private static final int HOLD_SECONDS = 300;

  enum Place {
    /** A report is sent. */
    SUBMIT,
    /** Somebody asks what became of an idempotency key. */
    ASK,
    /** An access token is asked for. */
    TOKEN;

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Place named(String word) {
      return Arrays.stream(values())
          .filter(place -> place.toString().equals(word))
          .findFirst()
          .orElseThrow(() -> Refused.control("There are submit, ask and token, not " + word + "."));
    }
  }

  /** As it stands in a request, where much may be left out. */
  record Order(
      @Nullable Platform platform,
      @Nullable FaultKind kind,
      @Nullable Place on,
      @Nullable Integer times,
      @Nullable Double share,
      @Nullable Integer after,
      @Nullable Integer retryAfterSeconds,
      @Nullable Boolean commits,
      @Nullable Integer pauseMillis,
      @Nullable Integer holdSeconds) {

    Fault fault() {
      if (kind == null) {
        throw Refused.control("A fault has a kind.");
      }
      if (times != null && share != null) {
        throw Refused.control("A fault has times or a share, not both.");
      }
      if (share != null && !(share > 0 && share <= 1)) {
        throw Refused.control("A share is more than 0 and at most 1.");
      }
      if (commits != null && !kind.mayCommit(commits)) {
        throw Refused.control("The fault " + kind + " cannot be so: commits " + commits + ".");
      }
      return new Fault(
          platform,
          kind,
          on == null ? Place.SUBMIT : on,
          share == null && times == null ? Integer.valueOf(1) : times,
          share,
          from("after", after, 0, 0),
          retryAfterSeconds,
          commits == null ? kind.commits : commits,
          from("pauseMillis", pauseMillis, PAUSE_MILLIS, 1),
          from("holdSeconds", holdSeconds, HOLD_SECONDS, 1));
    }

    private static int from(String name, @Nullable Integer given, int standard, int least) {
      int value = given == null ? standard : given;
      if (value < least) {
        throw Refused.control(name + " is " + least + " or more.");
      }
      return value;
    }
  }
}
