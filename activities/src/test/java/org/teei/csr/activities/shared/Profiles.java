package org.teei.csr.activities.shared;

import static org.teei.csr.schema.jooq.Tables.PROFILES;

import java.util.UUID;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Tenancy;

/** Persons for tests. */
public final class Profiles {
  private Profiles() {}

  /** Adds a person of {@code tenant}. */
  public static UUID fresh(Tenancy tenancy, String tenant) {
    UUID person = Ids.next();
    tenancy.change(
        tenant,
        db ->
            db.insertInto(PROFILES)
                .set(PROFILES.TENANT_ID, tenant)
                .set(PROFILES.PERSON_ID, person)
                .execute());
    return person;
  }
}
