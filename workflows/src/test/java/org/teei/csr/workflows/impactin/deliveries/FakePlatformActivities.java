package org.teei.csr.workflows.impactin.deliveries;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A platform without a network that answers as planned, and else accepts and confirms. */
final class FakePlatformActivities implements PlatformActivities {

  final List<String> calls = new CopyOnWriteArrayList<>();
  final Answers sends = new Answers(Sent.ACCEPTED);
  final Answers asks = new Answers(Sent.ACCEPTED);
  final Answers confirmations = new Answers(Sent.CONFIRMED);

  /** What is answered in turn, and what when nothing is planned any more. */
  static final class Answers {

    private final Queue<Supplier<Sent>> planned = new ConcurrentLinkedQueue<>();
    private volatile Sent otherwise;

    private Answers(Sent otherwise) {
      this.otherwise = otherwise;
    }

    Answers then(Supplier<Sent> answer) {
      planned.add(answer);
      return this;
    }

    Answers then(Sent... answers) {
      Stream.of(answers).forEach(answer -> then(() -> answer));
      return this;
    }

    Answers fail(RuntimeException... failures) {
      Stream.of(failures)
          .forEach(failure ->
              then(() -> {
                throw failure;
              }));
      return this;
    }

    void always(Sent answer) {
      otherwise = answer;
    }

    private Sent next() {
      Supplier<Sent> next = planned.poll();
      return next == null ? otherwise : next.get();
    }
  }

  @Override
  public Sent send(DeliveryRef ref) {
    calls.add("send");
    return sends.next();
  }

  @Override
  public Sent ask(DeliveryRef ref) {
    calls.add("ask");
    return asks.next();
  }

  @Override
  public Sent confirm(DeliveryRef ref) {
    calls.add("confirm");
    return confirmations.next();
  }

  long sent() {
    return calls.stream().filter("send"::equals).count();
  }
}
