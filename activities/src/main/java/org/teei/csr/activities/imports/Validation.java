package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.ImportJob.FinishedStage;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.Validated;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Gives an outcome to each row that can be judged without merging, in one transaction of few
 * statements over the whole file: matches that rows name, rows with errors, then rows that a later
 * one replaces. Decided rows move from staging to the ledger. Plan for a million rows: one pass
 * over staging, hash joins with tombstones and identifiers; then one grouping by key.
 */
final class Validation {
  private static final String REJECT =
      """
      with judged as (
        select coalesce(ledger_row, row_number) as line, row_number, byte_offset, byte_length, ledger_row,
          case when errors is not null then errors else
            case when %1$s then jsonb_build_array(jsonb_build_object('code', 'E012', 'column', first_column))
              when %2$s then jsonb_build_array(jsonb_build_object('code', 'E010', 'column', first_column))
              else '[]' end
            || case when %3$s then jsonb_build_array(jsonb_build_object('code', 'E012', 'column', second_column))
              when %4$s then jsonb_build_array(jsonb_build_object('code', 'E010', 'column', second_column))
              else '[]' end
            || case when rating not between lowest_rating and highest_rating then jsonb_build_array(jsonb_build_object('code', 'E006', 'column', 'rating'))
              else '[]' end
          end as errors
        from csr.import_staging s
          cross join (select ?::text as tenant, ?::uuid as import, ?::int as version, ?::text as first_column,
            ?::text as second_column, ?::numeric as lowest_rating, ?::numeric as highest_rating) job
        where s.tenant_id = job.tenant and s.import_id = job.import
      ), rejected as (
        insert into csr.import_rows
          (tenant_id, import_id, attempt, row_number, attempt_row, byte_offset, byte_length, outcome, errors)
        select ?, ?, ?, line, case when ledger_row is not null then row_number end, byte_offset, byte_length,
          'rejected', errors
        from judged where errors <> '[]'
        %5$s
        returning row_number
      )
      delete from csr.import_staging s using rejected r
      where s.import_id = ? and coalesce(s.ledger_row, s.row_number) = r.row_number
      """;

  private static final String ERASED =
      """
      exists (select from csr.tombstones t where t.tenant_id = s.tenant_id and t.kind = 'email'
        and t.index_key_version = job.version and t.blind_index = s.%s_index)\
      """;

  private static final String UNKNOWN =
      """
      s.%1$s_index is not null
        and not exists (select from csr.profile_identifiers i where i.tenant_id = s.tenant_id and i.kind = 'email'
        and i.index_key_version = job.version and i.blind_index = s.%1$s_index)\
      """;

  private static final String SUPERSEDE =
      """
      with repeated as (
        select row_key, max(row_number) as winner
        from csr.import_staging
        where tenant_id = ? and import_id = ?
        group by row_key
        having count(*) > 1
      ), superseded as (
        insert into csr.import_rows
          (tenant_id, import_id, attempt, row_number, attempt_row, byte_offset, byte_length, outcome, superseded_by)
        select s.tenant_id, s.import_id, ?, coalesce(s.ledger_row, s.row_number),
          case when s.ledger_row is not null then s.row_number end, s.byte_offset, s.byte_length, 'duplicate',
          coalesce((select w.ledger_row from csr.import_staging w
            where w.import_id = s.import_id and w.row_number = r.winner), r.winner)
        from repeated r join csr.import_staging s
          on s.tenant_id = ? and s.import_id = ? and s.row_key = r.row_key and s.row_number < r.winner
        %s
        returning row_number
      )
      delete from csr.import_staging s using superseded d
      where s.import_id = ? and coalesce(s.ledger_row, s.row_number) = d.row_number
      """;

  private final Tenancy tenancy;
  private final TenantKeys tenantKeys;

  Validation(Tenancy tenancy, TenantKeys tenantKeys) {
    this.tenancy = tenancy;
    this.tenantKeys = tenantKeys;
  }

  Validated validate(ImportRef ref) {
    String tenant = ref.tenant().value();
    int indexVersion = tenantKeys.blindIndex(tenant).of(EmailIndexes.KIND, "").version();
    return tenancy.write(
        tenant,
        db -> {
          db.select(IMPORT_JOBS.IMPORT_ID)
              .from(IMPORT_JOBS)
              .where(IMPORT_JOBS.TENANT_ID.eq(tenant), IMPORT_JOBS.IMPORT_ID.eq(ref.importId()))
              .forNoKeyUpdate()
              .execute();
          ImportJob job = ImportJob.load(db, ref);
          if (job.status().ended()) {
            throw new StepFailure(FailureClass.PERMANENT, "import-ended");
          }
          switch (job.finishedStage()) {
            case NONE -> throw new IllegalStateException("the file was not read to its end");
            case STAGED -> db.connection(connection -> decide(connection, job, indexVersion));
            case VALIDATED, MERGED -> {}
          }
          return db.connectionResult(connection -> validated(connection, job));
        });
  }

  private void decide(Connection connection, ImportJob job, int indexVersion) throws SQLException {
    joinByHash(connection);
    // Who is unknown by the e-mail address may be known by what else the row says: merging decides.
    boolean rejectsUnknown = job.rejectsUnknownPeople() && !job.schema().identifiesFurther();
    NamedMatches.find(connection, job, indexVersion);
    boolean fromOne = job.requiredScale() == RatingScale.ONE_TO_FIVE;
    String onConflict = job.attempt() == 0 ? "" : Attempt.REPLACE_LINE;
    int rejected =
        BulkSql.execute(
            connection,
            REJECT.formatted(
                ERASED.formatted("first"),
                rejectsUnknown ? UNKNOWN.formatted("first") : "false",
                ERASED.formatted("second"),
                rejectsUnknown ? UNKNOWN.formatted("second") : "false",
                onConflict),
            job.tenant(),
            job.importId(),
            indexVersion,
            personColumn(job, 0),
            personColumn(job, 1),
            fromOne ? 1 : 0,
            fromOne ? 5 : 1,
            job.tenant(),
            job.importId(),
            job.attempt(),
            job.importId());
    int superseded =
        BulkSql.execute(
            connection,
            SUPERSEDE.formatted(onConflict),
            job.tenant(),
            job.importId(),
            job.attempt(),
            job.tenant(),
            job.importId(),
            job.importId());
    BulkSql.execute(
        connection,
        """
        update %s
        set finished_stage = ?, rejected_rows = ?, duplicate_rows = ?
        where tenant_id = ? and import_id = ?%s
        """
            .formatted(Attempt.table(job), Attempt.key(job)),
        FinishedStage.VALIDATED.spelling(),
        (long) rejected,
        (long) superseded,
        job.tenant(),
        job.importId());
    if (job.attempt() > 0) {
      Corrections.move(connection, job, 0, 0, superseded);
    }
  }

  private static @Nullable String personColumn(ImportJob job, int person) {
    List<String> columns = job.schema().people();
    return person < columns.size() ? columns.get(person) : null;
  }

  /**
   * The planner hears of a new import long after its rows were staged. Until then it expects one
   * row, and would walk all of them for each row that is decided.
   */
  private static void joinByHash(Connection connection) throws SQLException {
    BulkSql.fetch(
        connection, "select set_config('enable_nestloop', 'off', true)", row -> row.getString(1));
  }

  /** From staging and ledger, so that a restarted import finds what is left to do. */
  private static Validated validated(Connection connection, ImportJob job) throws SQLException {
    return BulkSql.fetch(
            connection,
            """
            select
              (select count(*) from csr.import_staging where tenant_id = ? and import_id = ?),
              (select count(*) from csr.import_rows
                where tenant_id = ? and import_id = ? and outcome = 'rejected' and attempt = ?),
              (select count(*) from csr.import_rows
                where tenant_id = ? and import_id = ? and outcome = 'duplicate' and superseded_by is not null
                  and attempt = ?)
            """,
            row ->
                new Validated(
                    job.counts().read(),
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    job.plan()),
            job.tenant(),
            job.importId(),
            job.tenant(),
            job.importId(),
            job.attempt(),
            job.tenant(),
            job.importId(),
            job.attempt())
        .getFirst();
  }
}
