package org.teei.csr.api.identity.limits;

import static java.util.Comparator.naturalOrder;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Counts wrong secrets by the address they come from: those for one client, and those for any. A
 * client is never refused for what others send elsewhere, so nobody can shut it out from afar.
 */
@Component
final class WrongSecrets {
  private static final int CLIENTS = 10;

  private final Buckets buckets;
  private final LimitsSettings limits;

  WrongSecrets(Buckets buckets, LimitsSettings limits) {
    this.buckets = buckets;
    this.limits = limits;
  }

  /** How long nothing more is taken from there for this client, if there were too many. */
  Optional<Duration> refusal(String address, String client) {
    return Stream.of(
            ofAddress(address, bucket -> bucket.estimateAbilityToConsume(1)),
            ofClient(address, client, bucket -> bucket.estimateAbilityToConsume(1)))
        .filter(estimate -> !estimate.canBeConsumed())
        .map(estimate -> Duration.ofNanos(estimate.getNanosToWaitForRefill()).plusSeconds(1))
        .max(naturalOrder());
  }

  void count(String address, String client) {
    ofAddress(address, bucket -> bucket.tryConsume(1));
    ofClient(address, client, bucket -> bucket.tryConsume(1));
  }

  private <T> T ofAddress(String address, Function<Bucket, T> question) {
    return buckets.ask("wrong-secret", address, "", CLIENTS * limits.wrongSecrets(), question);
  }

  private <T> T ofClient(String address, String client, Function<Bucket, T> question) {
    return buckets.ask("wrong-secret-of-client", address, client, limits.wrongSecrets(), question);
  }
}
