package org.teei.csr.bench.shared;

import java.util.Collection;
import java.util.List;

/** Figures of several measures of the same thing. */
public final class Medians {
  private Medians() {}

  public static double of(Collection<Double> values) {
    return share(values, 0.5);
  }

  /** The value below which a share of the others lie. */
  public static double share(Collection<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
  }
}
