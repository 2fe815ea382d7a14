package org.teei.csr.schema.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.personaldata.KeyRotations.Batch;
import org.teei.csr.schema.personaldata.KeyRotations.Kept;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

/** A rotation of one tenant's data key, step by step and without the waits in between. */
public final class Rotation {
  private final KeyRotations rotations;
  private final String tenant;
  private final UUID id = Ids.next();

  private Rotation(KeyRotations rotations, String tenant) {
    this.rotations = rotations;
    this.tenant = tenant;
  }

  /** One that was asked for and has done nothing yet. */
  public static Rotation of(Database database, TenantKeys keys, Kms kms, String tenant) {
    return of(database, new KeyRotations(new Tenancy(database.worker()), keys, kms), tenant);
  }

  static Rotation of(Database database, KeyRotations rotations, String tenant) {
    var rotation = new Rotation(rotations, tenant);
    assertThat(rotation.request(database)).isTrue();
    return rotation;
  }

  public UUID id() {
    return id;
  }

  private boolean request(Database database) {
    return new Tenancy(database.api())
        .write(
            tenant,
            db ->
                KeyRotations.request(
                    db, tenant, id, "operations/" + tenant + "/keys-" + id, "test"));
  }

  int prepare() {
    return rotations.prepare(tenant, id);
  }

  void activate() {
    rotations.activate(tenant, id);
  }

  /** The new version encrypts; the rotation is closed. */
  public void toActive() {
    prepare();
    activate();
    rotations.end(tenant, id, "completed");
  }

  Batch rewrapSome(@Nullable UUID after) {
    return rotations.rewrapSome(tenant, id, after);
  }

  int rewrapAll() {
    var batch = rewrapSome(null);
    var rewrapped = batch.rewrapped();
    while (batch.last() != null) {
      batch = rewrapSome(batch.last());
      rewrapped += batch.rewrapped();
    }
    return rewrapped;
  }

  Kept retire() {
    return rotations.retire(tenant, id, 0);
  }

  void end(String status) {
    rotations.end(tenant, id, status);
  }
}
