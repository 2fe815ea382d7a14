package org.teei.csr.activities.impactin.vendors;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.teei.csr.schema.jooq.Tables.VENDOR_CONNECTIONS;

import java.util.Map;
import org.jooq.Record3;
import org.teei.csr.schema.tenancy.SystemView;

/** How many calls to platforms companies have agreed on for themselves. */
public final class CompanyRates {
  private final SystemView system;

  public CompanyRates(SystemView system) {
    this.system = system;
  }

  /** Calls in a minute, by platform and company; only of those with a number of their own. */
  public Map<String, Map<String, Integer>> perMinute() {
    return system.read(db ->
        db
            .select(
                VENDOR_CONNECTIONS.PLATFORM,
                VENDOR_CONNECTIONS.TENANT_ID,
                VENDOR_CONNECTIONS.PER_MINUTE)
            .from(VENDOR_CONNECTIONS)
            .where(VENDOR_CONNECTIONS.PER_MINUTE.isNotNull())
            .fetch()
            .stream()
            .collect(groupingBy(Record3::value1, toMap(Record3::value2, Record3::value3))));
  }
}
