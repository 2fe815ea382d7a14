package org.teei.csr.api.identity.limits;

import java.time.Duration;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.Principal;

/** A request takes one token of its principal and one of its company. */
@Component
final class RequestLimits {
  private final Buckets buckets;
  private final LimitsSettings limits;

  RequestLimits(Buckets buckets, LimitsSettings limits) {
    this.buckets = buckets;
    this.limits = limits;
  }

  /**
   * Takes nothing of the company where the principal has nothing left: one principal cannot use up
   * what belongs to all by asking in vain.
   *
   * @return what is left of that which is closer to its end
   */
  Quota take(Principal who) {
    var principal =
        take(
            "principal",
            who.tenant(),
            who.name(),
            who.requestsPerMinute().orElse(limits.perPrincipal()));
    if (!principal.granted()) {
      return principal;
    }
    var tenant = take("tenant", who.tenant(), "", limits.perTenant());
    return tenant.granted() && principal.remaining() <= tenant.remaining() ? principal : tenant;
  }

  private Quota take(String kind, String tenant, String name, int limit) {
    var token =
        buckets.ask(kind, tenant, name, limit, bucket -> bucket.tryConsumeAndReturnRemaining(1));
    return new Quota(
        kind,
        limit,
        token.isConsumed(),
        token.getRemainingTokens(),
        Duration.ofNanos(token.getNanosToWaitForReset()));
  }
}
