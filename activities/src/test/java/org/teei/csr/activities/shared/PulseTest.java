package org.teei.csr.activities.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.activity.ActivityInterface;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PulseTest {
  private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
  private final AtomicInteger beats = new AtomicInteger();

  /** A step that takes its time. */
  @ActivityInterface
  public interface Slow {
    int waitForBeats();
  }

  @AfterEach
  void close() {
    environment.close();
  }

  @Test
  void aStepThatWaitsGivesSignsOfLifeAndNoneAfterItsEnd() {
    environment.setActivityHeartbeatListener(Void.class, _ -> beats.incrementAndGet());
    Slow slow =
        () -> {
          try (Pulse _ = new Pulse(Pulse.ofStep(), Duration.ofMillis(10))) {
            await().until(() -> beats.get() >= 3);
            return beats.get();
          }
        };
    environment.registerActivitiesImplementations(slow);

    int seen = environment.newActivityStub(Slow.class).waitForBeats();

    assertThat(seen).isGreaterThanOrEqualTo(3);
    // One may be under way at the end.
    await().during(Duration.ofMillis(100)).until(() -> beats.get() <= seen + 1);
  }
}
