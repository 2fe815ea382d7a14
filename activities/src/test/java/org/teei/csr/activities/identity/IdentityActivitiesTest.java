package org.teei.csr.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.identity.SigningKey;
import org.teei.csr.schema.identity.SigningKey.State;
import org.teei.csr.schema.identity.SigningKeyRotations;
import org.teei.csr.schema.identity.SigningKeys;
import org.teei.csr.schema.personaldata.InMemoryKms;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.identity.RotatedSigningKey;
import org.teei.csr.workflows.identity.SigningKeyRotationRef;

class IdentityActivitiesTest {
  private final Database database = Database.create();
  private final Tenancy worker = new Tenancy(database.worker());
  private final InMemoryKms kms = new InMemoryKms();
  private final SigningKeys keys =
      new SigningKeys(new Tenancy(database.api()), kms, Duration.ofMinutes(15));
  private final IdentityActivitiesImpl identity =
      new IdentityActivitiesImpl(worker, new SigningKeyRotations(kms));
  private final SigningKeyRotationRef ref = new SigningKeyRotationRef(UUID.randomUUID());

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void theNextKeySignsAndThatIsOnRecord() {
    var next = key(State.NEXT);

    assertThat(identity.rotateSigningKeys(ref))
        .isEqualTo(new RotatedSigningKey(UUID.fromString(next)));

    assertThat(key(State.ACTIVE)).isEqualTo(next);
    assertThat(audited()).containsExactly("identity.rotate-keys");
  }

  @Test
  void aTryAfterTheEffectRotatesNothingAndSaysTheSame() {
    keys.all();
    var first = identity.rotateSigningKeys(ref);

    assertThat(identity.rotateSigningKeys(ref)).isEqualTo(first);

    assertThat(key(State.ACTIVE)).isEqualTo(first.keyId().toString());
    assertThat(audited()).hasSize(1);
  }

  private String key(State state) {
    return keys.all().stream()
        .filter(key -> key.state() == state)
        .map(SigningKey::keyId)
        .findFirst()
        .orElseThrow();
  }

  private List<String> audited() {
    return worker.read(
        SigningKeys.PLATFORM,
        db ->
            db.select(AUDIT_ENTRIES.ACTION)
                .from(AUDIT_ENTRIES)
                .where(AUDIT_ENTRIES.TENANT_ID.eq(SigningKeys.PLATFORM))
                .fetch(AUDIT_ENTRIES.ACTION));
  }
}
