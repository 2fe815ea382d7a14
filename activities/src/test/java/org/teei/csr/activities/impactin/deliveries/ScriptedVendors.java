package org.teei.csr.activities.impactin.deliveries;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.impactin.vendors.Exchange;
import org.teei.csr.activities.impactin.vendors.Outgoing;
import org.teei.csr.activities.impactin.vendors.VendorAnswer;
import org.teei.csr.activities.impactin.vendors.Vendors;
import org.teei.csr.activities.impactin.vendors.Verdict;
import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TenantId;

/** Platforms that answer what a test has them answer, and note what they are asked. */
final class ScriptedVendors implements Vendors {
  final List<String> calls = new ArrayList<>();
  final List<String> bodies = new ArrayList<>();
  private boolean connected = true;
  private final Deque<Function<Outgoing, VendorAnswer>> script = new ArrayDeque<>();

  ScriptedVendors answer(Verdict verdict) {
    return then(_ -> of(verdict, null, null, null));
  }

  ScriptedVendors answer(
      Verdict verdict, FailureClass failureClass, String reason, Duration retryAfter) {
    return then(_ -> of(verdict, failureClass, reason, retryAfter));
  }

  ScriptedVendors then(Function<Outgoing, VendorAnswer> next) {
    script.add(next);
    return this;
  }

  static VendorAnswer of(
      Verdict verdict,
      @Nullable FailureClass failureClass,
      @Nullable String reason,
      @Nullable Duration retryAfter) {
    boolean arrived = verdict == Verdict.ACCEPTED || verdict == Verdict.CONFIRMED;
    return new VendorAnswer(
        verdict,
        failureClass,
        reason,
        arrived ? "tx-1" : null,
        retryAfter,
        new Exchange(
            200,
            "POST /v1/impact".getBytes(StandardCharsets.UTF_8),
            "{}".getBytes(StandardCharsets.UTF_8),
            Duration.ofMillis(5)));
  }

  @Override
  public VendorAnswer send(Outgoing outgoing) {
    return next("send", outgoing);
  }

  @Override
  public VendorAnswer ask(Outgoing outgoing) {
    return next("ask", outgoing);
  }

  private VendorAnswer next(String call, Outgoing outgoing) {
    calls.add(call + " " + outgoing.deliveryId());
    bodies.add(new String(outgoing.body(), StandardCharsets.UTF_8));
    return script.remove().apply(outgoing);
  }

  ScriptedVendors unconnected() {
    connected = false;
    return this;
  }

  @Override
  public Optional<Mapping> mapping(TenantId tenant, Platform platform) {
    String called = platform == Platform.WORKDAY ? Mapping.WORKDAY_TENANT : "organizationId";
    return !connected
        ? Optional.empty()
        : Optional.of(Mapping.of(platform, Map.of(called, "org-1")));
  }
}
