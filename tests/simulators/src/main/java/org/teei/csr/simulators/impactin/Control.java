package org.teei.csr.simulators.impactin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teei.csr.simulators.shared.Reply.Answer;
import org.teei.csr.simulators.shared.Request;

/** The simulator's own addresses: ledger, faults, callbacks, settings. */
final class Control {
  private final Ledger ledger;
  private final Faults faults;
  private final Callbacks callbacks;
  private final Intake intake;

  Control(Ledger ledger, Faults faults, Callbacks callbacks, Intake intake) {
    this.ledger = ledger;
    this.faults = faults;
    this.callbacks = callbacks;
    this.intake = intake;
  }

  Answer ledger(Request request) {
    Platform platform = request.parameter("platform").map(Platform::named).orElse(null);
    return json(Map.of("entries", ledger.entries(platform)));
  }

  Answer clearLedger() {
    ledger.clear();
    return nothing();
  }

  Answer order(Request request) {
    Fault fault = Json.control(request.body(), Fault.Order.class).fault();
    faults.order(fault);
    return new Answer(201, Map.of("Content-Type", "application/json"), Json.bytes(fault));
  }

  Answer faults() {
    return json(Map.of("faults", faults.shown()));
  }

  Answer clearFaults() {
    faults.clear();
    return nothing();
  }

  Answer register(Request request) {
    callbacks.register(Json.control(request.body(), Callbacks.Order.class).receiver());
    return nothing();
  }

  /** Without their secrets. */
  Answer callbacks() {
    List<ReceiverShown> receivers =
        callbacks.receivers().stream()
            .map(receiver ->
                new ReceiverShown(
                    receiver.platform(), receiver.organizationId(), receiver.url().toString()))
            .toList();
    return json(Map.of("receivers", receivers, "sent", callbacks.sent()));
  }

  private record ReceiverShown(Platform platform, @Nullable String organizationId, String url) {}

  Answer clearCallbacks() {
    callbacks.clear();
    return nothing();
  }

  Answer settings() {
    return json(intake.settings());
  }

  Answer change(Request request) {
    return json(
        intake.change(
            Json.read(request.body()).orElseThrow(() -> Refused.control("The body is not JSON."))));
  }

  private static Answer json(Object value) {
    return Answer.json(200, Json.text(value));
  }

  private static Answer nothing() {
    return new Answer(204, Map.of(), new byte[0]);
  }
}
