package org.teei.csr.activities.operations;

import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Look;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.workflows.identity.IdentityNames;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.notices.NoticeNames;
import org.teei.csr.workflows.metrics.MetricNames;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.privacy.PrivacyNames;

/**
 * Steps that wait for a decision, of all companies together, by what they are held as. Each worker
 * process tells the same; see {@link Look}.
 *
 * <ul>
 *   <li>{@code csr.parked.waiting}: how many
 *   <li>{@code csr.parked.oldest}: seconds since the one parked that waits for longest; 0 where
 *       none does
 * </ul>
 */
public final class ParkedGauges {
  private static final String OTHER = "other";
  private static final List<String> FEATURES =
      List.of(
          ImportNames.FEATURE,
          NoticeNames.HELD_AS,
          DeliveryNames.FEATURE,
          MetricNames.FEATURE,
          PrivacyNames.FEATURE,
          IdentityNames.FEATURE,
          OperationsNames.FEATURE,
          OTHER);

  private record Waiting(int count, Instant oldest) {
    Waiting and(Waiting other) {
      return new Waiting(
          count + other.count, oldest.isBefore(other.oldest) ? oldest : other.oldest);
    }
  }

  private record Standing(Map<String, Waiting> byFeature, Instant at) {
    int count(String feature) {
      Waiting waiting = byFeature.get(feature);
      return waiting == null ? 0 : waiting.count();
    }

    double oldest(String feature) {
      Waiting waiting = byFeature.get(feature);
      return waiting == null ? 0 : Duration.between(waiting.oldest(), at).toMillis() / 1000.0;
    }
  }

  private final Look<Standing> look;

  public ParkedGauges(SystemView system, MeterRegistry meters) {
    this(new Look<>("parked steps", system, ParkedGauges::look), meters);
  }

  ParkedGauges(SystemView system, MeterRegistry meters, Duration fresh) {
    this(new Look<>("parked steps", system, ParkedGauges::look, fresh), meters);
  }

  private ParkedGauges(Look<Standing> look, MeterRegistry meters) {
    this.look = look;
    for (String feature : FEATURES) {
      register(meters, feature);
    }
  }

  private void register(MeterRegistry meters, String feature) {
    Gauge.builder("csr.parked.waiting", this, gauges -> gauges.look.told(now -> now.count(feature)))
        .description("Steps that wait for a decision")
        .tag("feature", feature)
        .register(meters);
    Gauge.builder("csr.parked.oldest", this, gauges -> gauges.look.told(now -> now.oldest(feature)))
        .description("Time since the step parked that waits for longest")
        .baseUnit("seconds")
        .tag("feature", feature)
        .register(meters);
  }

  private static Standing look(DSLContext db) {
    Map<String, Waiting> found = new HashMap<>();
    db.select(PARKED_WORKFLOWS.FEATURE, DSL.count(), DSL.min(PARKED_WORKFLOWS.PARKED_AT))
        .from(PARKED_WORKFLOWS)
        .where(PARKED_WORKFLOWS.STATE.eq("waiting"))
        .groupBy(PARKED_WORKFLOWS.FEATURE)
        .forEach(row ->
            found.merge(
                FEATURES.contains(row.value1()) ? row.value1() : OTHER,
                new Waiting(row.value2(), row.value3()),
                Waiting::and));
    return new Standing(found, db.select(DSL.currentInstant()).fetchSingle().value1());
  }
}
