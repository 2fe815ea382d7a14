package org.teei.csr.activities.impactin.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;

class CompanyRatesTest {
  private final Database database = Database.shared();
  private final CompanyRates rates = new CompanyRates(new SystemView(database.system()));

  @Test
  void companiesWithANumberOfTheirOwnAreSeenAcrossTenants() {
    String one = connected("benevity", "30");
    String other = connected("benevity", "400");
    String without = connected("benevity", "null");

    Map<String, Integer> benevity = rates.perMinute().get("benevity");

    assertThat(benevity)
        .containsEntry(one, 30)
        .containsEntry(other, 400)
        .doesNotContainKey(without);
  }

  private String connected(String platform, String perMinute) {
    String tenant = database.freshTenant();
    DSL.using(database.superuser(), SQLDialect.POSTGRES)
        .execute(
            """
            insert into csr.vendor_connections (tenant_id, platform, endpoint, host, protocol, auth, api_version, mapping,
              per_minute, changed_by)
            values ('%s', '%s', 'https://p.example.org', 'p.example.org', 'rest', 'bearer', '1.0', '{}', %s, 'test')
            """
                .formatted(tenant, platform, perMinute));
    return tenant;
  }
}
