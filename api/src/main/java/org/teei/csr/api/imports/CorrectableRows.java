package org.teei.csr.api.imports;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.engines.imports.CorrectedRow;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Whether the rows of a correction can be corrected: each portion is one look at the ledger. What
 * was seen is a bit for each row of the import, so that a gigabyte of rows takes some megabytes.
 */
final class CorrectableRows {
  private static final int MOST_FAULTS = 100;

  private final Tenancy tenancy;
  private final String tenant;
  private final UUID importId;
  private final BitSet seen = new BitSet();
  private final List<Fault> faults = new ArrayList<>();

  CorrectableRows(Tenancy tenancy, String tenant, UUID importId) {
    this.tenancy = tenancy;
    this.tenant = tenant;
    this.importId = importId;
  }

  /** What is wrong, in the order of the file; no more than an answer can hold. */
  List<Fault> faults() {
    return faults;
  }

  /** False where there is no point in reading on. */
  boolean take(List<CorrectedRow> rows) {
    List<Long> numbers = new ArrayList<>(rows.size());
    for (var row : rows) {
      if (row.number() == 0) {
        add(fault("row-number", "Line %d has no row number in _error_row.".formatted(row.line())));
      } else {
        numbers.add(row.number());
      }
    }
    var others = tenancy.read(tenant, db -> others(db, numbers));
    if (others.size() < MOST_FAULTS) {
      numbers.stream().filter(number -> !others.contains(number)).forEach(this::see);
    }
    return faults.size() < MOST_FAULTS;
  }

  /** A row that the ledger has as rejected: its number is one of the file, and fits an index. */
  private void see(long number) {
    int index = Math.toIntExact(number);
    if (seen.get(index)) {
      add(fault("row-twice", "Row %d is in the file twice.".formatted(number)));
    }
    seen.set(index);
  }

  /** Notes the rows that cannot be corrected, as many as an answer can hold. */
  private Set<Long> others(DSLContext db, List<Long> numbers) {
    Set<Long> others = new HashSet<>();
    db.resultQuery(
            """
            select distinct wanted.number, r.outcome
            from unnest({0}) as wanted (number)
              left join csr.import_rows r
                on r.tenant_id = {1} and r.import_id = {2} and r.row_number = wanted.number
            where r.row_number is null or r.outcome <> 'rejected' or r.discarded_at is not null
            order by wanted.number
            limit {3}
            """,
            DSL.val(numbers.toArray(Long[]::new), SQLDataType.BIGINT.getArrayDataType()),
            DSL.val(tenant),
            DSL.val(importId),
            DSL.inline(MOST_FAULTS))
        .forEach(row -> {
          var number = row.get("number", Long.class);
          others.add(number);
          add(fault(number, row.get("outcome", String.class)));
        });
    return others;
  }

  /** Why a row is not in quarantine. */
  static Fault fault(long number, @Nullable String outcome) {
    if (outcome == null) {
      return fault("row-unknown", "Row %d is not in the import.".formatted(number));
    }
    return outcome.equals("rejected")
        ? fault("row-discarded", "Row %d was discarded.".formatted(number))
        : fault("row-not-rejected", "Row %d is %s and not rejected.".formatted(number, outcome));
  }

  private static Fault fault(String code, String detail) {
    return new Fault(null, null, null, code, detail);
  }

  private void add(Fault fault) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(fault);
    }
  }
}
