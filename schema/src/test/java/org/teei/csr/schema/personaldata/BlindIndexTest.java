package org.teei.csr.schema.personaldata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.personaldata.BlindIndex.Index;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class BlindIndexTest {
  private final Database database = Database.shared();
  private final TenantKeys keys = new TenantKeys(new Tenancy(database.worker()), new InMemoryKms());
  private final BlindIndex index = keys.blindIndex(database.freshTenant());

  @Test
  void equalValuesOfOneKindHaveEqualIndexes() {
    assertThat(index.of("email", "a@example.org")).isEqualTo(index.of("email", "a@example.org"));
    assertThat(index.of("email", "a@example.org").bytes()).hasSize(32);
  }

  @Test
  void kindsPurposesAndTenantsAreApart() {
    var other = keys.blindIndex(database.freshTenant());

    assertThat(
            new Index[] {
              index.of("email", "value"),
              index.of("kintell", "value"),
              index.of("ema", "ilvalue"),
              other.of("email", "value"),
              new Index(1, index.fingerprint("email", "value".getBytes(UTF_8)))
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void threadsDoNotDisturbEachOther() {
    var alone = IntStream.range(0, 5_000).mapToObj(i -> index.of("email", "value-" + i)).toList();

    assertThat(
            IntStream.range(0, 5_000)
                .parallel()
                .mapToObj(i -> index.of("email", "value-" + i))
                .toList())
        .isEqualTo(alone);
  }

  @Test
  void indexesSortAsTheDatabaseSortsThem() {
    var low = new Index(1, new byte[] {0x7f});
    var high = new Index(1, new byte[] {(byte) 0x80});

    assertThat(low).isLessThan(high);
    assertThat(high).isLessThan(new Index(2, new byte[] {0}));
  }

  @Test
  void textShowsTooLittleToLookUp() {
    assertThat(index.of("email", "value").toString()).hasSizeLessThan(12);
    assertThat(index.toString()).isEqualTo("BlindIndex[version=1]");
  }
}
