package org.teei.csr.bench.chaos;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.teei.csr.bench.chaos.Checker.Finding;
import org.teei.csr.bench.chaos.Scenario.Place;
import org.teei.csr.bench.chaos.Scenario.Round;
import org.teei.csr.bench.shared.LocalStack;

/**
 * Rounds of work while faults befall the stack: one at each stage in turn, each fault as often as
 * the others, until there were enough.
 */
public final class ChaosRun {
  private static final Duration RECOVERED = Duration.ofMinutes(5);

  private final String name;
  private final LocalStack stack;
  private final int kills;
  private final long seed;
  private final Duration longest;
  private final Random random;
  private final Map<String, Integer> killsByStage = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<Duration> recoveries = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> unfinished = new ArrayList<>();
  private final List<Fault> bag = new ArrayList<>();

  /**
   * @param name what the scenario is called in the report
   * @param longest how long an outage may last at most
   */
  public ChaosRun(String name, LocalStack stack, int kills, long seed, Duration longest) {
    this.name = name;
    this.stack = stack;
    this.kills = kills;
    this.seed = seed;
    this.longest = longest;
    this.random = new Random(seed);
  }

  /** Runs rounds until as many faults as wanted have befallen the stack. */
  public ChaosReport run(Scenario scenario, List<Fault> faults, List<String> notes)
      throws Exception {
    scenario.stages().forEach(stage -> killsByStage.put(stage, 0));
    scenario.prepare(stack);
    int rounds = 0;
    while (struck() < kills && unfinished.isEmpty()) {
      round(scenario, faults, ++rounds);
    }
    return new ChaosReport(
        name, seed, rounds, killsByStage, counts, recoveries, findings, unfinished, notes);
  }

  private int struck() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** What does not end leaves a state that says nothing of the rounds after it. */
  private void round(Scenario scenario, List<Fault> faults, int number) throws Exception {
    Round round = scenario.begin(stack, number, new Random(random.nextLong()));
    try {
      for (String stage : scenario.stages()) {
        if (struck() < kills) {
          befall(next(faults), stage, round);
        }
      }
      round.finish();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      unfinished.add("round " + number + ": " + e);
      return;
    }
    List<Finding> found = round.checker().findings();
    findings.addAll(found);
    say("round %d: %s", number, found.isEmpty() ? "all as it has to be" : found);
  }

  /** Each as often as the others, in an order that the seed decides. */
  private Fault next(List<Fault> faults) {
    if (bag.isEmpty()) {
      bag.addAll(faults);
      Collections.shuffle(bag, random);
    }
    return bag.removeLast();
  }

  private void befall(Fault fault, String stage, Round round) throws Exception {
    Duration lasts = fault.lasts(random, longest);
    double way = random.nextDouble();
    try (Fault.Aimed aimed = fault.aim(stack)) {
      befall(fault, aimed, lasts, round.reach(stage, way), round);
    }
  }

  private void befall(Fault fault, Fault.Aimed aimed, Duration lasts, Place place, Round round)
      throws Exception {
    counts.merge(fault.name(), 1, Integer::sum);
    killsByStage.merge(place.stage(), 1, Integer::sum);
    Fault.Mend mend = aimed.strike();
    try {
      Thread.sleep(lasts);
    } finally {
      mend.mend();
    }
    Instant mended = Instant.now();
    await()
        .atMost(RECOVERED)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> whole(round, place));
    Duration recovery = Duration.between(mended, Instant.now());
    recoveries.add(recovery);
    say(
        "%3d %-24s at %s (%,d), for %.1f s, whole again after %.1f s",
        struck(),
        fault.name(),
        place.stage(),
        place.done(),
        lasts.toMillis() / 1000.0,
        recovery.toMillis() / 1000.0);
  }

  private boolean whole(Round round, Place before) throws Exception {
    // The status is a program of its own: it is asked last.
    return (before.waits() || moved(before, round.place()))
        && stack.status().path("ready").asBoolean();
  }

  private static boolean moved(Place before, Place now) {
    return now.waits() || !now.equals(before);
  }

  private static void say(String format, Object... values) {
    System.out.println(format.formatted(values));
  }
}
