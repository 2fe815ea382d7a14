package org.teei.csr.activities.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.KEY_ROTATIONS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.schema.personaldata.InMemoryKms;
import org.teei.csr.schema.personaldata.KeyRotations;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.storage.FileStorage;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

class KeyRotationRunsTest {
  private final Database database = Database.create();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final SystemView system = new SystemView(database.system());
  private final InMemoryKms kms = new InMemoryKms();
  private final TenantKeys keys = new TenantKeys(tenancy, kms);
  private final KeyRotations rotations = new KeyRotations(tenancy, keys, kms);

  @TempDir Path directory;
  private KeyRotationRuns runs;

  @BeforeEach
  void setUp() throws Exception {
    runs =
        new KeyRotationRuns(
            system,
            tenancy,
            new KeyActivitiesImpl(system, rotations, new FileStorage(directory, keys), kms));
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void rotationsOfAllTenantsAreFoundUntilTheyEnd() {
    UUID first = requested(database.freshTenant());
    String tenant = database.freshTenant();
    UUID second = requested(tenant);
    rotations.end(tenant, second, "failed");

    assertThat(runs.olderThan(Duration.ZERO)).extracting(job -> job.jobId()).containsExactly(first);
    assertThat(runs.olderThan(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void aRotationWhoseWorkflowEndedOutsideEndsAsFailed() {
    UUID id = requested(database.freshTenant());
    var job = runs.olderThan(Duration.ZERO).getFirst();
    assertThat(runs.isActive(job)).isTrue();

    runs.endedOutside(job);

    assertThat(runs.isActive(job)).isFalse();
    assertThat(status(job.tenant(), id)).isEqualTo("failed");
  }

  @Test
  void aRotationThatHasEndedMeanwhileStaysAsItIs() {
    String tenant = database.freshTenant();
    UUID id = requested(tenant);
    var job = runs.olderThan(Duration.ZERO).getFirst();
    rotations.end(tenant, id, "cancelled");

    runs.endedOutside(job);

    assertThat(status(tenant, id)).isEqualTo("cancelled");
  }

  private UUID requested(String tenant) {
    UUID id = Ids.next();
    boolean noted =
        new Tenancy(database.api())
            .write(tenant, db -> KeyRotations.request(db, tenant, id, "workflow-" + id, "test"));
    assertThat(noted).isTrue();
    return id;
  }

  private String status(String tenant, UUID id) {
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(KEY_ROTATIONS)
                .where(KEY_ROTATIONS.ROTATION_ID.eq(id))
                .fetchSingle()
                .getStatus());
  }
}
