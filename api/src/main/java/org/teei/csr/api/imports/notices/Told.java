package org.teei.csr.api.imports.notices;

import java.util.List;
import java.util.stream.Stream;
import org.teei.csr.api.imports.notices.SubscriptionsController.NewSubscription;
import org.teei.csr.api.imports.notices.SubscriptionsController.Replacement;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNews;
import org.teei.csr.workflows.imports.notices.NoticeEvent;

/**
 * What a subscriber is told of, as it is kept: statuses of imports and of deliveries.
 *
 * @throws ProblemException if it is nothing
 */
record Told(List<String> imports, List<String> deliveries) {
  private static final List<NoticeEvent> USUAL =
      List.of(
          NoticeEvent.AWAITING_APPROVAL,
          NoticeEvent.APPROVAL_REMINDER,
          NoticeEvent.PARKED,
          NoticeEvent.COMPLETED,
          NoticeEvent.FAILED);

  Told {
    if (imports.isEmpty() && deliveries.isEmpty()) {
      throw ProblemException.of(
          RequestProblem.INVALID_BODY,
          List.of(Fault.ofMember("/statuses", "invalid", "Something has to be told.")));
    }
  }

  static Told of(NewSubscription wanted) {
    var deliveries = wanted.deliveryStatuses();
    var imports = wanted.statuses();
    if (imports == null) {
      imports = deliveries == null ? USUAL : List.of();
    }
    return new Told(
        spellings(imports.stream().map(NoticeEvent::spelling)),
        deliveries == null
            ? List.of()
            : spellings(deliveries.stream().map(DeliveryNews::spelling)));
  }

  /**
   * @param before what was told of deliveries until now
   */
  static Told of(Replacement wanted, List<String> before) {
    var deliveries = wanted.deliveryStatuses();
    return new Told(
        spellings(wanted.statuses().stream().map(NoticeEvent::spelling)),
        deliveries == null ? before : spellings(deliveries.stream().map(DeliveryNews::spelling)));
  }

  private static List<String> spellings(Stream<String> statuses) {
    return statuses.distinct().toList();
  }
}
