package org.teei.csr.bench.impactin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Does many like things, some at once. */
final class AtOnce {
  private static final int HANDS = 8;

  private AtOnce() {}

  static void each(int count, IntConsumer what) {
    var _ =
        all(
            count,
            number -> {
              what.accept(number);
              return number;
            });
  }

  /** Results in the order of their numbers, from 0. */
  static <T> List<T> all(int count, IntFunction<T> what) {
    try (ExecutorService hands = Executors.newFixedThreadPool(HANDS)) {
      List<Future<T>> begun = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        begun.add(hands.submit(() -> what.apply(number)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> each : begun) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
