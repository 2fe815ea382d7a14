package org.teei.csr.activities.impactin.deliveries;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.teei.csr.activities.impactin.deliveries.DeliveryBook.Call;
import org.teei.csr.activities.impactin.vendors.Outgoing;
import org.teei.csr.activities.impactin.vendors.VendorAnswer;
import org.teei.csr.activities.impactin.vendors.Vendors;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.impactin.DeliverySeal;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;
import org.teei.csr.workflows.impactin.deliveries.PlatformActivities;
import org.teei.csr.workflows.impactin.deliveries.Sent;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Calls to platforms. A call is on record before it is made: one that was cut off, by whatever, is
 * found by the next attempt, which then asks and does not send.
 */
public final class PlatformActivitiesImpl implements PlatformActivities {
  private final DeliveryBook book;
  private final Vendors vendors;
  private final Callbacks callbacks;
  private final MeterRegistry meters;

  /**
   * @param tenancy connects as {@code csr_worker}
   */
  public PlatformActivitiesImpl(
      Tenancy tenancy, TenantKeys keys, Vendors vendors, MeterRegistry meters) {
    this.book = new DeliveryBook(tenancy, new DeliverySeal(keys));
    this.vendors = vendors;
    this.callbacks = new Callbacks(tenancy);
    this.meters = meters;
  }

  @Override
  public Sent send(DeliveryRef ref) {
    Optional<Sent> known = known(book.find(ref));
    return known.orElseGet(
        () -> book.beginSending(ref).map(this::send).orElseGet(() -> mayHaveArrived(ref)));
  }

  /** Of a platform that cannot be asked this is known without another step. */
  private Sent mayHaveArrived(DeliveryRef ref) {
    return platform(ref).canBeAsked() ? Sent.UNKNOWN : ask(ref);
  }

  private static Optional<Sent> known(ImpactDeliveriesRecord delivery) {
    if (delivery.getConfirmedAt() != null) {
      return Optional.of(Sent.CONFIRMED);
    }
    return delivery.getDeliveredAt() == null ? Optional.empty() : Optional.of(Sent.ACCEPTED);
  }

  private Sent send(Call call) {
    VendorAnswer answer = vendors.send(outgoing(call));
    book.answered(call, answer);
    count(call, answer);
    return switch (answer.verdict()) {
      case ACCEPTED -> Sent.ACCEPTED;
      case CONFIRMED -> Sent.CONFIRMED;
      case UNKNOWN -> mayHaveArrived(call.ref());
      case REFUSED, TRY_LATER, NOT_FOUND, CANNOT_ASK -> throw failure(answer);
    };
  }

  @Override
  public Sent ask(DeliveryRef ref) {
    Optional<Sent> known = known(book.find(ref));
    return known.orElseGet(() -> ask(book.beginAsking(ref)));
  }

  private Sent ask(Call call) {
    VendorAnswer answer = vendors.ask(outgoing(call));
    book.answered(call, answer);
    return switch (answer.verdict()) {
      case ACCEPTED -> Sent.ACCEPTED;
      case CONFIRMED -> Sent.CONFIRMED;
      case NOT_FOUND -> Sent.NOT_ARRIVED;
      case CANNOT_ASK -> throw new StepFailure(FailureClass.PERMANENT, "outcome-unknown");
      case UNKNOWN, REFUSED, TRY_LATER -> throw failure(answer);
    };
  }

  /** Trouble with a question about what has arrived is no trouble: it is asked again later. */
  @Override
  public Sent confirm(DeliveryRef ref) {
    ImpactDeliveriesRecord delivery = book.find(ref);
    if (delivery.getConfirmedAt() != null) {
      return Sent.CONFIRMED;
    }
    return switch (callbacks.latest(delivery)) {
      case PROCESSED -> {
        book.noteArrived(ref, DeliveryStatus.CONFIRMED);
        yield Sent.CONFIRMED;
      }
      case FAILED -> throw new StepFailure(FailureClass.DATA, "platform-rejected");
      case NONE -> look(book.beginAsking(ref));
    };
  }

  private Sent look(Call call) {
    VendorAnswer answer = vendors.ask(outgoing(call));
    book.answered(call, answer);
    return switch (answer.verdict()) {
      case CONFIRMED -> Sent.CONFIRMED;
      case CANNOT_ASK -> Sent.NOT_ASKABLE;
      case ACCEPTED, NOT_FOUND, UNKNOWN, REFUSED, TRY_LATER -> Sent.ACCEPTED;
    };
  }

  private static Outgoing outgoing(Call call) {
    DeliveryRef ref = call.ref();
    return new Outgoing(ref.tenant(), platform(ref), ref.deliveryId(), call.payload());
  }

  private static Platform platform(DeliveryRef ref) {
    return Platform.spelled(ref.platform()).orElseThrow();
  }

  private static StepFailure failure(VendorAnswer answer) {
    return new StepFailure(
        Objects.requireNonNullElse(answer.failureClass(), FailureClass.TRANSIENT),
        Objects.requireNonNullElse(answer.reason(), "no-answer"),
        answer.retryAfter());
  }

  private void count(Call call, VendorAnswer answer) {
    meters
        .timer(
            "csr.deliveries.sent",
            "platform",
            call.ref().platform(),
            "verdict",
            answer.verdict().name().toLowerCase(Locale.ROOT))
        .record(answer.exchange().took().isNegative() ? Duration.ZERO : answer.exchange().took());
  }
}
