package org.teei.csr.bench.imports;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.teei.csr.bench.chaos.Checker.Finding;
import org.teei.csr.bench.chaos.Checker.Wrong;

/** Collects what is not as it has to be, one finding for each kind of thing, with an example. */
final class Discrepancies {
  private final Map<String, EnumMap<Wrong, Long>> counts = new LinkedHashMap<>();
  private final Map<String, String> examples = new LinkedHashMap<>();

  /**
   * Compares how often something is there.
   *
   * @param what plural, such as {@code sessions}
   * @param example which one, without personal data
   */
  void compare(String what, long wanted, long found, String example) {
    if (found < wanted) {
      add(Wrong.LOST, wanted - found, what + " missing", example);
    } else if (found > wanted) {
      add(Wrong.DOUBLED, found - wanted, what + " too many", example);
    }
  }

  /** Says that something must be so, and is not. */
  void unless(boolean so, String what, String example) {
    if (!so) {
      add(Wrong.OTHER, 1, what, example);
    }
  }

  void add(Wrong wrong, long count, String what, String example) {
    counts.computeIfAbsent(what, _ -> new EnumMap<>(Wrong.class)).merge(wrong, count, Long::sum);
    examples.putIfAbsent(what, example);
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    counts.forEach((what, ways) ->
        ways.forEach((wrong, count) ->
            findings.add(new Finding(wrong, count, what + ", such as " + examples.get(what)))));
    return findings;
  }
}
