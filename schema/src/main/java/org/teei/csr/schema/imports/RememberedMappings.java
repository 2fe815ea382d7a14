package org.teei.csr.schema.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_MAPPINGS;

import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** Which headers of a company's files are which columns, for files that bring no mapping. */
public final class RememberedMappings {
  private RememberedMappings() {}

  /** A JSON object of header to column or null; empty where the company has set none. */
  public static Optional<String> of(DSLContext db, String tenant, String kind) {
    return db.select(IMPORT_MAPPINGS.MAPPING)
        .from(IMPORT_MAPPINGS)
        .where(IMPORT_MAPPINGS.TENANT_ID.eq(tenant), IMPORT_MAPPINGS.KIND.eq(kind))
        .fetchOptional(IMPORT_MAPPINGS.MAPPING)
        .map(JSONB::data);
  }
}
