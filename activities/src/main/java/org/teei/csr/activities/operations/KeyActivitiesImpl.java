package org.teei.csr.activities.operations;

import static org.teei.csr.schema.jooq.Tables.TENANT_KEYS;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.shared.Pulse;
import org.teei.csr.schema.personaldata.KeyRotations;
import org.teei.csr.schema.personaldata.KeyRotations.RotationEndedException;
import org.teei.csr.schema.personaldata.Kms;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.workflows.operations.KeptKeys;
import org.teei.csr.workflows.operations.KeyActivities;
import org.teei.csr.workflows.operations.KeyRotationEnd;
import org.teei.csr.workflows.operations.KeyRotationRef;
import org.teei.csr.workflows.operations.MasterKeyCounts;
import org.teei.csr.workflows.shared.FailureClass;

/** Exchanges keys portion by portion, and says between portions how far it is. */
public final class KeyActivitiesImpl implements KeyActivities {
  private final SystemView system;
  private final KeyRotations rotations;
  private final Storage storage;
  private final Kms kms;
  private final Supplier<Progress> progress;

  public KeyActivitiesImpl(SystemView system, KeyRotations rotations, Storage storage, Kms kms) {
    this(system, rotations, storage, kms, () -> new Heartbeats(Activity.getExecutionContext()));
  }

  KeyActivitiesImpl(
      SystemView system,
      KeyRotations rotations,
      Storage storage,
      Kms kms,
      Supplier<Progress> progress) {
    this.system = system;
    this.rotations = rotations;
    this.storage = storage;
    this.kms = kms;
    this.progress = progress;
  }

  /**
   * How far a step is.
   *
   * @param after the last person of a portion that is done; null before the first
   * @param keys done so far
   * @param tenants done so far
   */
  record Position(@Nullable UUID after, long keys, int tenants) {
    static final Position START = new Position(null, 0, 0);
  }

  /** Where an earlier try of a step stopped, and where this one is. */
  interface Progress {
    Position from();

    /**
     * @throws io.temporal.client.ActivityCompletionException if the step is to end
     */
    void reached(Position position);
  }

  @Override
  public int prepareDataKey(KeyRotationRef ref) {
    return unlessEnded(() -> rotations.prepare(ref.tenant().value(), ref.rotationId()));
  }

  @Override
  public void activateDataKey(KeyRotationRef ref) {
    unlessEnded(() -> {
      rotations.activate(ref.tenant().value(), ref.rotationId());
      return true;
    });
  }

  @Override
  public long rewrapPersonKeys(KeyRotationRef ref) {
    Progress steps = progress.get();
    Position position = steps.from();
    KeyRotations.Batch batch = rewrapSome(ref, position);
    while (batch.last() != null) {
      position = new Position(batch.last(), position.keys() + batch.rewrapped(), 0);
      steps.reached(position);
      batch = rewrapSome(ref, position);
    }
    return position.keys() + batch.rewrapped();
  }

  private KeyRotations.Batch rewrapSome(KeyRotationRef ref, Position position) {
    return unlessEnded(
        () -> rotations.rewrapSome(ref.tenant().value(), ref.rotationId(), position.after()));
  }

  @Override
  public KeptKeys retireDataKeys(KeyRotationRef ref) {
    String tenant = ref.tenant().value();
    Progress steps = progress.get();
    try (Pulse _ = new Pulse(() -> steps.reached(Position.START))) {
      KeyRotations.Kept kept =
          unlessEnded(() -> rotations.retire(tenant, ref.rotationId(), earlierObjects(ref)));
      return new KeptKeys(kept.personKeys(), kept.answers(), kept.objects());
    }
  }

  /** An object says nothing of its key; those stored before the new version encrypted need it. */
  private long earlierObjects(KeyRotationRef ref) {
    var activated = rotations.activatedAt(ref.tenant().value(), ref.rotationId());
    try {
      return storage.list(ref.tenant().value(), "").stream()
          .filter(object -> object.modifiedAt().isBefore(activated))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void endKeyRotation(KeyRotationEnd end) {
    rotations.end(end.ref().tenant().value(), end.ref().rotationId(), end.status().spelling());
  }

  @Override
  public MasterKeyCounts rewrapTenantKeys() {
    Progress steps = progress.get();
    Position position = steps.from();
    for (String tenant : tenantsUnderEarlierMasterKeys()) {
      int keys = rotations.rewrapTenantKeys(tenant);
      position =
          new Position(null, position.keys() + keys, position.tenants() + (keys > 0 ? 1 : 0));
      steps.reached(position);
    }
    return new MasterKeyCounts(position.tenants(), position.keys());
  }

  private List<String> tenantsUnderEarlierMasterKeys() {
    String masterKeyId = kms.keyId();
    return system.read(db ->
        db.selectDistinct(TENANT_KEYS.TENANT_ID)
            .from(TENANT_KEYS)
            .where(TENANT_KEYS.MASTER_KEY_ID.isDistinctFrom(masterKeyId))
            .orderBy(TENANT_KEYS.TENANT_ID)
            .fetch(TENANT_KEYS.TENANT_ID));
  }

  private static <T> T unlessEnded(Supplier<T> step) {
    try {
      return step.get();
    } catch (RotationEndedException ended) {
      throw new StepFailure(FailureClass.PERMANENT, "key-rotation-ended", ended);
    }
  }

  /** The heartbeats of the running activity. */
  private record Heartbeats(ActivityExecutionContext context) implements Progress {
    @Override
    public Position from() {
      Optional<Position> earlier = context.getHeartbeatDetails(Position.class);
      return earlier.orElse(Position.START);
    }

    @Override
    public void reached(Position position) {
      context.heartbeat(position);
    }
  }
}
