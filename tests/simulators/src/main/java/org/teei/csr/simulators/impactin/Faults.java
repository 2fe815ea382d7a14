package org.teei.csr.simulators.impactin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The faults that are ordered, in that order; kept in memory alone. */
final class Faults {
  private final List<Ordered> ordered = new ArrayList<>();

  private static final class Ordered {
    final Fault fault;
    int passed;
    int fired;

    Ordered(Fault fault) {
      this.fault = fault;
    }

    boolean hits(Platform platform, Fault.Place place) {
      if ((fault.platform() != null && fault.platform() != platform) || fault.on() != place) {
        return false;
      }
      Integer times = fault.times();
      if (times != null && fired >= times) {
        return false;
      }
      if (passed < fault.after()) {
        passed++;
        return false;
      }
      Double share = fault.share();
      return share == null || ThreadLocalRandom.current().nextDouble() < share;
    }
  }

  /** A fault, and how often it has hit. */
  record Shown(Fault fault, int fired) {}

  synchronized void order(Fault fault) {
    ordered.add(new Ordered(fault));
  }

  /** The first fault that hits this request, which uses it up. */
  synchronized Optional<Fault> next(Platform platform, Fault.Place place) {
    Optional<Ordered> hit = ordered.stream().filter(each -> each.hits(platform, place)).findFirst();
    hit.ifPresent(each -> each.fired++);
    return hit.map(each -> each.fault);
  }

  synchronized List<Shown> shown() {
    return ordered.stream().map(each -> new Shown(each.fault, each.fired)).toList();
  }

  synchronized void clear() {
    ordered.clear();
  }
}
