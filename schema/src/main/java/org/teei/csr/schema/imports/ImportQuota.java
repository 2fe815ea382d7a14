package org.teei.csr.schema.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_LIMITS;

import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * How many imports a company has that have not ended, and how many bytes of files it keeps, against
 * what it may.
 */
public final class ImportQuota {
  /** What settings have where nothing is set: imports of a company that have not ended. */
  public static final String RUNNING_IMPORTS = "50";

  /** What settings have where nothing is set: bytes of files that a company keeps. */
  public static final String STORED_BYTES = "53687091200";

  /** In the words of the indexes that answer for these alone. */
  private static final List<Param<String>> ENDS =
      List.of(
          DSL.inline("completed"),
          DSL.inline("failed"),
          DSL.inline("cancelled"),
          DSL.inline("expired"),
          DSL.inline("undone"));

  private static final Param<String> GONE = DSL.inline("");

  private ImportQuota() {}

  /** What a company may have at a time. */
  public record Limits(int runningImports, long storedBytes) {}

  /**
   * What a company has, and what it may have.
   *
   * @param running imports that have not ended, those that wait for somebody included
   * @param storedBytes of the files that are kept, before they are encrypted
   */
  public record Standing(long running, long storedBytes, Limits limits) {

    /** Whether one more import would be too many. */
    public boolean full() {
      return running >= limits.runningImports();
    }

    public boolean tooManyRunning() {
      return running > limits.runningImports();
    }

    public boolean tooManyBytes() {
      return storedBytes > limits.storedBytes();
    }
  }

  /**
   * @param common what companies may have for which nothing else is set
   */
  public static Standing of(DSLContext db, String tenant, Limits common) {
    var running =
        db.fetchCount(
            IMPORT_JOBS, IMPORT_JOBS.TENANT_ID.eq(tenant), IMPORT_JOBS.STATUS.notIn(ENDS));
    var bytes =
        db.select(DSL.sum(IMPORT_JOBS.STORED_LENGTH))
            .from(IMPORT_JOBS)
            .where(IMPORT_JOBS.TENANT_ID.eq(tenant), IMPORT_JOBS.STORED_OBJECT.ne(GONE))
            .fetchSingle()
            .value1();
    return new Standing(
        running, bytes == null ? 0 : bytes.longValueExact(), limits(db, tenant, common));
  }

  /**
   * As {@link #of}, in the transaction that has just made a job or let one run again, and counting
   * it: those that do so for one company follow each other from here to their commit, in all
   * processes, so that together they do not pass a limit. Who finds one passed rolls back.
   */
  public static Standing afterOneMore(DSLContext db, String tenant, Limits common) {
    db.select(
            DSL.field(
                "pg_advisory_xact_lock(hashtextextended({0}, 0))",
                DSL.val("import-quota/" + tenant)))
        .execute();
    return of(db, tenant, common);
  }

  private static Limits limits(DSLContext db, String tenant, Limits common) {
    return db.select(IMPORT_LIMITS.RUNNING_IMPORTS, IMPORT_LIMITS.STORED_BYTES)
        .from(IMPORT_LIMITS)
        .where(IMPORT_LIMITS.TENANT_ID.eq(tenant))
        .fetchOptional(row ->
            new Limits(
                orElse(row.value1(), common.runningImports()),
                orElse(row.value2(), common.storedBytes())))
        .orElse(common);
  }

  private static <T> T orElse(@Nullable T own, T common) {
    return Objects.requireNonNullElse(own, common);
  }
}
