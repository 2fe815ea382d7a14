package org.teei.csr.bench.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Sends requests at a fixed rate, or as fast as they are answered, and takes the time. */
public final class Load {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger sent = new AtomicInteger();

  /**
   * Sends at a fixed rate, whatever the answers take.
   *
   * @param requests gives the n-th request
   * @return the latencies in nanoseconds, in order of length
   */
  public long[] atRate(int perSecond, Duration duration, IntFunction<HttpRequest> requests) {
    return callsAtRate(perSecond, duration, () -> answered(requests.apply(sent.getAndIncrement())));
  }

  /**
   * Calls at a fixed rate, whatever the calls take. A latency is counted from the moment at which
   * the call was due, so that a stall shows in all calls that it held up.
   *
   * @return the latencies in nanoseconds, in order of length
   */
  public long[] callsAtRate(int perSecond, Duration duration, Runnable call) {
    int count = Math.toIntExact(perSecond * duration.toSeconds());
    long interval = Duration.ofSeconds(1).toNanos() / perSecond;
    long[] latencies = new long[count];
    long begin = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        long due = begin + number * interval;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        threads.execute(() -> {
          call.run();
          latencies[number] = System.nanoTime() - due;
        });
      }
    }
    Arrays.sort(latencies);
    if (latencies[0] == 0) {
      throw new IllegalStateException("A call failed");
    }
    return latencies;
  }

  /**
   * The latencies when each of some callers asks again as soon as it is answered.
   *
   * @param requests gives the n-th request
   * @return in nanoseconds, in order of length
   */
  public long[] closedLoop(int callers, Duration duration, IntFunction<HttpRequest> requests) {
    Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    long end = System.nanoTime() + duration.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        running.add(
            threads.submit(() -> {
              while (System.nanoTime() < end) {
                long begin = System.nanoTime();
                answered(requests.apply(sent.getAndIncrement()));
                latencies.add(System.nanoTime() - begin);
              }
            }));
      }
      for (Future<?> caller : running) {
        caller.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return latencies.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** Answers per second when each of some callers asks again as soon as it is answered. */
  public double perSecond(int callers, Duration duration, IntFunction<HttpRequest> requests) {
    var answers = new AtomicInteger();
    long end = System.nanoTime() + duration.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        threads.execute(() -> {
          while (System.nanoTime() < end) {
            answered(requests.apply(sent.getAndIncrement()));
            answers.incrementAndGet();
          }
        });
      }
    }
    return answers.get() / (duration.toNanos() / 1e9);
  }

  private void answered(HttpRequest request) {
    try {
      var answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            "%s %s: %d %s"
                .formatted(
                    request.method(),
                    request.uri(),
                    answer.statusCode(),
                    new String(answer.body(), StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
