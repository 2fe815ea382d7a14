package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/** The gauges are of all companies, so this has a database of its own. */
class ParkedGaugesTest {
  private final Database database = Database.create();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ParkedGauges gauges =
      new ParkedGauges(new SystemView(database.system()), meters, Duration.ZERO);

  @AfterEach
  void close() {
    assertThat(gauges).isNotNull();
    database.close();
  }

  @Test
  void tellsHowManyWaitOfAllCompaniesAndForHowLong() {
    parked("imports", "waiting", Duration.ofHours(2));
    parked("imports", "waiting", Duration.ofHours(5));
    parked("imports", "expired", Duration.ofDays(8));
    parked("impactin", "waiting", Duration.ofMinutes(1));

    assertThat(of("csr.parked.waiting", "imports")).isEqualTo(2);
    assertThat(of("csr.parked.oldest", "imports"))
        .isCloseTo(Duration.ofHours(5).toSeconds(), within(60.0));
    assertThat(of("csr.parked.waiting", "impactin")).isEqualTo(1);
    assertThat(of("csr.parked.waiting", "privacy")).isZero();
    assertThat(of("csr.parked.oldest", "privacy")).isZero();
  }

  @Test
  void whatIsHeldAsSomethingNewIsNotLost() {
    parked("new-one", "waiting", Duration.ofHours(1));
    parked("newer-one", "waiting", Duration.ofHours(3));

    assertThat(of("csr.parked.waiting", "other")).isEqualTo(2);
    assertThat(of("csr.parked.oldest", "other"))
        .isCloseTo(Duration.ofHours(3).toSeconds(), within(60.0));
  }

  private double of(String name, String feature) {
    return meters.get(name).tag("feature", feature).gauge().value();
  }

  private void parked(String feature, String state, Duration ago) {
    String tenant = database.freshTenant();
    new Tenancy(database.worker())
        .change(
            tenant,
            db ->
                db.insertInto(PARKED_WORKFLOWS)
                    .set(PARKED_WORKFLOWS.TENANT_ID, tenant)
                    .set(PARKED_WORKFLOWS.PARKED_ID, Ids.next())
                    .set(PARKED_WORKFLOWS.FEATURE, feature)
                    .set(PARKED_WORKFLOWS.WORKFLOW_ID, feature + "/" + tenant + "/1")
                    .set(PARKED_WORKFLOWS.BUSINESS_REF, "1")
                    .set(PARKED_WORKFLOWS.STAGE, "working")
                    .set(PARKED_WORKFLOWS.FAILURE_CLASS, "BUG")
                    .set(PARKED_WORKFLOWS.FAILURE_TYPE, feature + "/broken")
                    .set(PARKED_WORKFLOWS.SENTENCE, "It is broken.")
                    .set(PARKED_WORKFLOWS.SEQUENCE, 1)
                    .set(PARKED_WORKFLOWS.ACTIONS, new String[] {"RETRY"})
                    .set(PARKED_WORKFLOWS.STATE, state)
                    .set(PARKED_WORKFLOWS.PARKED_AT, Instant.now().minus(ago))
                    .execute());
  }
}
