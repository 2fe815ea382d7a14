package org.teei.csr.workflows.imports;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.ParkingEndedException;

/** Works on some ranges of a file at the same time. */
final class RangeRounds {
  private final Parking parking;
  private final Consumer<ImportStatus> border;
  private final Consumer<ImportStatus> show;

  /**
   * @param border passed before each round
   * @param show shows where the import stands before a range is tried
   */
  RangeRounds(Parking parking, Consumer<ImportStatus> border, Consumer<ImportStatus> show) {
    this.parking = parking;
    this.border = border;
    this.show = show;
  }

  /**
   * Nothing of the round is at work any more when it ends.
   *
   * @param skippable whether a range that fails for good may be left out
   * @param step what is done with a range
   * @param outcome takes what each range came to
   */
  void round(
      ImportStatus stage,
      List<MergeRange> ranges,
      boolean skippable,
      Function<MergeRange, Merged> step,
      Consumer<Merged> outcome) {
    border.accept(stage);
    List<Promise<Merged>> tries =
        ranges.stream().map(range -> Async.function(step::apply, range)).toList();
    try {
      for (int i = 0; i < ranges.size(); i++) {
        outcome(stage, ranges.get(i), skippable, step, tries.get(i)).ifPresent(outcome);
      }
    } catch (CanceledFailure | ParkingEndedException stopped) {
      tries.forEach(Promise::getFailure);
      throw stopped;
    }
  }

  /** If the first try fails the range may be parked, tried again or, where it can be, left out. */
  private Optional<Merged> outcome(
      ImportStatus stage,
      MergeRange range,
      boolean skippable,
      Function<MergeRange, Merged> step,
      Promise<Merged> firstTry) {
    List<Promise<Merged>> tries = new ArrayList<>(List.of(firstTry));
    Supplier<Merged> attempt =
        () -> {
          show.accept(stage);
          return tries.isEmpty() ? step.apply(range) : tries.removeFirst().get();
        };
    return skippable
        ? parking.skippable(stage.spelling(), attempt)
        : Optional.of(parking.step(stage.spelling(), attempt));
  }
}
