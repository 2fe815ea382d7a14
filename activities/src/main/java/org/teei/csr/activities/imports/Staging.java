package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.teei.csr.activities.imports.ImportJob.FinishedStage;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.engines.imports.AboutMatch;
import org.teei.csr.engines.imports.Block;
import org.teei.csr.engines.imports.BuddyEventRow;
import org.teei.csr.engines.imports.CorrectionCsv;
import org.teei.csr.engines.imports.FileProblem;
import org.teei.csr.engines.imports.FileProblemCode;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.HeaderMatch;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.engines.imports.KindCheck;
import org.teei.csr.engines.imports.MatchRef;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.engines.imports.RawRow;
import org.teei.csr.engines.imports.RecordBlocks;
import org.teei.csr.engines.imports.RowCheck;
import org.teei.csr.engines.imports.RowError;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.StageOutcome;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Reads the stored file once and stages each row with its place, keys and errors. A block is one
 * transaction that also moves the job's cursor ({@code read_rows}, {@code staged_bytes}), so a
 * repeated attempt goes on behind the last block that was committed; what a heartbeat said does not
 * count.
 */
final class Staging {
  /** What lands in one transaction has to be in memory at the same time. */
  private static final long MOST_ATOMIC_ROWS = 200_000;

  /** So many people of a row have their places in staging. */
  private static final int MOST_PEOPLE = 2;

  private final Tenancy tenancy;
  private final TenantKeys tenantKeys;
  private final Storage storage;

  Staging(Tenancy tenancy, TenantKeys tenantKeys, Storage storage) {
    this.tenancy = tenancy;
    this.tenantKeys = tenantKeys;
    this.storage = storage;
  }

  /**
   * @param heartbeat beaten after each block; what it throws ends the step there
   */
  StageOutcome stage(ImportRef ref, Heartbeat heartbeat) {
    ImportJob job =
        tenancy.write(ref.tenant().value(), db -> reopened(ImportJob.load(db, ref), db));
    if (job.finishedStage() != FinishedStage.NONE) {
      return new StageOutcome.Staged(job.counts().read());
    }
    try {
      return read(job, heartbeat);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A restarted import (see {@link Finishing}) still has its unprocessed rows in staging; their
   * lines of the ledger go.
   */
  private static ImportJob reopened(ImportJob job, DSLContext db) {
    if (job.status().ended()) {
      throw new StepFailure(FailureClass.PERMANENT, "import-ended");
    }
    if (job.attempt() > 0) {
      Corrections.begin(db, job);
      return job;
    }
    db.deleteFrom(IMPORT_ROWS)
        .where(
            IMPORT_ROWS.TENANT_ID.eq(job.tenant()),
            IMPORT_ROWS.IMPORT_ID.eq(job.importId()),
            IMPORT_ROWS.OUTCOME.eq("unprocessed"))
        .execute();
    db.execute(
        """
        update csr.import_jobs
        set unprocessed_rows = 0, started_at = coalesce(started_at, now())
        where tenant_id = {0} and import_id = {1}
        """,
        DSL.val(job.tenant()), DSL.val(job.importId()));
    noteRun(job, db);
    return job;
  }

  /** Where this attempt begins; a step that is repeated within it changes nothing. */
  private static void noteRun(ImportJob job, DSLContext db) {
    db.execute(
        """
        update csr.import_jobs
        set run_attempt = attempt, run_started_at = now(), run_staged_bytes = staged_bytes, run_read_rows = read_rows,
          run_decided_rows = accepted_rows + rejected_rows + duplicate_rows, run_finished_at = null
        where tenant_id = {0} and import_id = {1} and run_attempt < attempt
        """,
        DSL.val(job.tenant()), DSL.val(job.importId()));
  }

  private StageOutcome read(ImportJob job, Heartbeat heartbeat) throws IOException {
    long rows = job.counts().read();
    ImportFile file;
    try {
      file = ImportFile.open(storage, job);
    } catch (FileRefused refused) {
      return unreadable(refused.problem(), 0, rows);
    }
    boolean resumed = rows > 0;
    Block.Position position =
        resumed ? new Block.Position(job.stagedBytes(), rows + 1, 1) : file.firstRow();
    StagingText text = new StagingText(job, file.header(), tenantKeys.blindIndex(job.tenant()));
    try (RecordBlocks blocks = file.rowsFrom(position)) {
      for (Block block = blocks.next(); block != null; block = blocks.next()) {
        write(job, block, text.of(file, block.rows()));
        rows = block.rows().getLast().number();
        heartbeat.beat(new Heartbeat.Progress(rows, block.next().offset()));
      }
    } catch (FileRefused refused) {
      long before = resumed ? file.linesBefore(position.offset()) : 0;
      return unreadable(refused.problem(), before, rows);
    }
    if (rows == 0) {
      return new StageOutcome.Unreadable(problem(FileProblemCode.HEADER_ONLY), null, 0);
    }
    if (job.plan().isAtomic() && rows > MOST_ATOMIC_ROWS) {
      return new StageOutcome.Unreadable(
          ImportNames.FEATURE + "/too-many-rows-for-atomic", null, rows);
    }
    finish(job, file.header());
    return new StageOutcome.Staged(rows);
  }

  private static StageOutcome unreadable(FileProblem problem, long linesBefore, long rows) {
    Long line = problem.line() == null ? null : problem.line() + linesBefore;
    return new StageOutcome.Unreadable(problem(problem.code()), line, rows);
  }

  private static String problem(FileProblemCode code) {
    return ImportNames.FEATURE + "/" + code.id();
  }

  private void write(ImportJob job, Block block, byte[] rows) {
    long readBefore = block.firstRow() - 1;
    tenancy.copy(
        job.tenant(),
        connection -> {
          int moved =
              BulkSql.execute(
                  connection,
                  """
                  update %s set read_rows = ?, staged_bytes = ?
                  where tenant_id = ? and import_id = ? and read_rows = ? and finished_stage = 'none'%s
                  """
                      .formatted(Attempt.table(job), Attempt.key(job)),
                  readBefore + block.rows().size(),
                  block.next().offset(),
                  job.tenant(),
                  job.importId(),
                  readBefore);
          if (moved == 0) {
            // An earlier attempt that was taken for dead is still writing; the next one reads on.
            throw new StepFailure(FailureClass.TRANSIENT, "staged-by-another-attempt");
          }
          copy(connection, rows);
          return moved;
        });
  }

  private static void copy(Connection connection, byte[] rows) throws SQLException {
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                """
                copy csr.import_staging (tenant_id, import_id, row_number, byte_offset, byte_length,
                  row_key, first_index, second_index, rating, match_id, match_key, attendees, errors, ledger_row)
                  from stdin
                """);
    try {
      copy.writeToCopy(rows, 0, rows.length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void finish(ImportJob job, HeaderMatch header) {
    if (job.attempt() > 0) {
      Corrections.staged(tenancy, job);
      return;
    }
    tenancy.copy(
        job.tenant(),
        connection -> {
          Finishing.byIndex(connection);
          boolean anyAboveOne =
              BulkSql.fetch(
                      connection,
                      """
                      select exists (select from csr.import_staging
                        where tenant_id = ? and import_id = ? and rating > 1)
                      """,
                      row -> row.getBoolean(1),
                      job.tenant(),
                      job.importId())
                  .getFirst();
          return BulkSql.execute(
              connection,
              """
              update csr.import_jobs set finished_stage = 'staged', rating_scale = ?
              where tenant_id = ? and import_id = ? and finished_stage = 'none'
              """,
              ImportJob.spelling(RatingScale.decide(header.schema(), anyAboveOne)),
              job.tenant(),
              job.importId());
        });
  }

  /** Rows in the text format of COPY. */
  private static final class StagingText {
    private final ImportJob job;
    private final String prefix;
    private final KindCheck check;
    private final EmailIndexes indexes;
    private final StringBuilder text = new StringBuilder(1 << 16);

    StagingText(ImportJob job, HeaderMatch header, BlindIndex blindIndex) {
      this.job = job;
      this.prefix = job.tenant() + "\t" + job.importId() + "\t";
      this.check = KindCheck.of(header, job.createdAt());
      this.indexes = new EmailIndexes(blindIndex);
    }

    byte[] of(ImportFile file, List<RawRow> rows) {
      text.setLength(0);
      for (RawRow stored : rows) {
        RawRow row = file.content(stored);
        text.append(prefix)
            .append(row.number())
            .append('\t')
            .append(row.offset())
            .append('\t')
            .append(row.length())
            .append('\t');
        switch (check.check(row)) {
          case RowCheck.Valid valid -> append(valid.row(), check.rating(row));
          case RowCheck.Invalid invalid -> append(invalid.errors(), check.rating(row));
        }
        text.append('\t').append(job.attempt() == 0 ? "\\N" : CorrectionCsv.number(stored.cells()));
        text.append('\n');
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void append(ImportRow row, @Nullable BigDecimal rating) {
      List<BlindIndex.Index> people = indexes.named(row);
      escaped(RowKeys.of(row, people));
      for (int i = 0; i < MOST_PEOPLE; i++) {
        text.append('\t');
        if (i < people.size()) {
          bytes(people.get(i).bytes());
        } else {
          text.append("\\N");
        }
      }
      text.append('\t').append(rating == null ? "\\N" : rating.toPlainString());
      if (row instanceof AboutMatch about) {
        append(about);
      } else {
        text.append("\t\\N\t\\N\t\\N");
      }
      text.append("\t\\N");
    }

    private void append(AboutMatch row) {
      MatchRef match = row.match();
      text.append('\t').append(match.matchId() == null ? "\\N" : match.matchId()).append('\t');
      if (match.matchKey() == null) {
        text.append("\\N");
      } else {
        escaped(match.matchKey());
      }
      text.append('\t');
      if (row instanceof BuddyEventRow event) {
        text.append(
            event.attendees().stream()
                .map(UUID::toString)
                .collect(Collectors.joining(",", "{", "}")));
      } else {
        text.append("\\N");
      }
    }

    private void append(List<RowError> errors, @Nullable BigDecimal rating) {
      text.append("\\N\t\\N\t\\N\t")
          .append(rating == null ? "\\N" : rating.toPlainString())
          .append("\t\\N\t\\N\t\\N\t");
      escaped(
          Json.of(
              errors.stream()
                  .map(error -> Map.of("code", error.code().code(), "column", error.column()))
                  .toList()));
    }

    private void bytes(byte[] value) {
      text.append("\\\\x");
      HexFormat.of().formatHex(text, value);
    }

    private void escaped(String value) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        switch (c) {
          case '\\' -> text.append("\\\\");
          case '\n' -> text.append("\\n");
          case '\r' -> text.append("\\r");
          case '\t' -> text.append("\\t");
          default -> text.append(c);
        }
      }
    }
  }
}
