package org.teei.csr.schema.personaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.TOMBSTONES;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.personaldata.BlindIndex.Index;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class TombstonesTest {
  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final BlindIndex index = new TenantKeys(tenancy, new InMemoryKms()).blindIndex(tenant);

  @Test
  void namesThoseOfErasedPersonsAndNoOthers() {
    var erased = index.of("email", "gone@example.org");
    var present = index.of("email", "here@example.org");
    bury("email", erased);

    assertThat(erasedAmong("email", List.of(present, erased))).containsExactly(erased);
  }

  @Test
  void aTombstoneOfOneKindSaysNothingOfAnother() {
    var erased = index.of("email", "value");
    bury("email", erased);

    assertThat(erasedAmong("kintell", List.of(erased))).isEmpty();
  }

  @Test
  void askingForNobodyFindsNobody() {
    assertThat(erasedAmong("email", List.of())).isEmpty();
  }

  private Set<Index> erasedAmong(String kind, List<Index> indexes) {
    return tenancy.read(tenant, db -> Tombstones.erasedAmong(db, tenant, kind, indexes));
  }

  private void bury(String kind, Index erased) {
    tenancy.change(
        tenant,
        db ->
            db.insertInto(TOMBSTONES)
                .columns(
                    TOMBSTONES.TENANT_ID,
                    TOMBSTONES.KIND,
                    TOMBSTONES.INDEX_KEY_VERSION,
                    TOMBSTONES.BLIND_INDEX)
                .values(tenant, kind, erased.version(), erased.bytes())
                .execute());
  }
}
