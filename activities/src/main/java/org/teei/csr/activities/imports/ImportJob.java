package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.engines.imports.CsvFormat;
import org.teei.csr.engines.imports.FileReading;
import org.teei.csr.engines.imports.ImportSchema;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportPlan;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * An import as its row has it.
 *
 * @param attempt 0 for the file itself; else the stored object, the cursor and the counts are those
 *     of a correction, and so is the time
 */
record ImportJob(
    String tenant,
    UUID importId,
    int attempt,
    ImportSchema schema,
    CsvFormat.Delimiter delimiter,
    ImportPlan plan,
    FileReading reading,
    boolean rejectsUnknownPeople,
    String storedObject,
    ImportStatus status,
    FinishedStage finishedStage,
    @Nullable RatingScale ratingScale,
    long stagedBytes,
    Instant createdAt,
    ImportCounts counts) {

  /** The last stage that is behind an import; the spelling in rows is the name in lower case. */
  enum FinishedStage {
    NONE,
    STAGED,
    VALIDATED,
    MERGED;

    String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static ImportJob load(DSLContext db, ImportRef ref) {
    Record row =
        db.select(
                IMPORT_JOBS.KIND,
                IMPORT_JOBS.SCHEMA_NAME,
                IMPORT_JOBS.SCHEMA_VERSION,
                IMPORT_JOBS.DELIMITER,
                IMPORT_JOBS.MODE,
                IMPORT_JOBS.ERROR_POLICY,
                IMPORT_JOBS.MAX_REJECTED,
                IMPORT_JOBS.MAPPING,
                IMPORT_JOBS.DECLARED,
                IMPORT_JOBS.UNKNOWN_PEOPLE,
                IMPORT_JOBS.STORED_OBJECT,
                IMPORT_JOBS.STATUS,
                IMPORT_JOBS.FINISHED_STAGE,
                IMPORT_JOBS.RATING_SCALE,
                IMPORT_JOBS.STAGED_BYTES,
                IMPORT_JOBS.CREATED_AT,
                IMPORT_JOBS.READ_ROWS,
                IMPORT_JOBS.ACCEPTED_ROWS,
                IMPORT_JOBS.UPDATED_ROWS,
                IMPORT_JOBS.REJECTED_ROWS,
                IMPORT_JOBS.DUPLICATE_ROWS,
                IMPORT_JOBS.UNPROCESSED_ROWS)
            .from(IMPORT_JOBS)
            .where(
                IMPORT_JOBS.TENANT_ID.eq(ref.tenant().value()),
                IMPORT_JOBS.IMPORT_ID.eq(ref.importId()))
            .fetchOne();
    if (row == null) {
      throw new StepFailure(FailureClass.DATA, "unknown-import");
    }
    return Attempt.of(of(ref, row), db, ref);
  }

  private static ImportJob of(ImportRef ref, Record row) {
    return new ImportJob(
        ref.tenant().value(),
        ref.importId(),
        0,
        schema(row),
        CsvFormat.Delimiter.of(row.get(IMPORT_JOBS.DELIMITER)),
        new ImportPlan(
            constant(ImportPlan.Mode.class, row.get(IMPORT_JOBS.MODE)),
            constant(ImportPlan.ErrorPolicy.class, row.get(IMPORT_JOBS.ERROR_POLICY)),
            row.get(IMPORT_JOBS.MAX_REJECTED)),
        FileReading.stored(
            row.get(IMPORT_JOBS.MAPPING).data(), row.get(IMPORT_JOBS.DECLARED).data()),
        row.get(IMPORT_JOBS.UNKNOWN_PEOPLE).equals("reject"),
        row.get(IMPORT_JOBS.STORED_OBJECT),
        ImportStatus.valueOf(row.get(IMPORT_JOBS.STATUS).toUpperCase(Locale.ROOT)),
        FinishedStage.valueOf(row.get(IMPORT_JOBS.FINISHED_STAGE).toUpperCase(Locale.ROOT)),
        scale(row.get(IMPORT_JOBS.RATING_SCALE)),
        row.get(IMPORT_JOBS.STAGED_BYTES),
        row.get(IMPORT_JOBS.CREATED_AT),
        new ImportCounts(
            row.get(IMPORT_JOBS.READ_ROWS),
            row.get(IMPORT_JOBS.ACCEPTED_ROWS),
            row.get(IMPORT_JOBS.UPDATED_ROWS),
            row.get(IMPORT_JOBS.REJECTED_ROWS),
            row.get(IMPORT_JOBS.DUPLICATE_ROWS),
            row.get(IMPORT_JOBS.UNPROCESSED_ROWS)));
  }

  /** The scale by which ratings are read; known once the whole file was. */
  RatingScale requiredScale() {
    if (ratingScale == null) {
      throw new IllegalStateException("the file was not read to its end");
    }
    return ratingScale;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String spelling) {
    return Enum.valueOf(type, spelling.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static ImportSchema schema(Record row) {
    return ImportSchemas.all().stream()
        .filter(schema -> schema.kind().id().equals(row.get(IMPORT_JOBS.KIND)))
        .filter(schema -> schema.name().equals(row.get(IMPORT_JOBS.SCHEMA_NAME)))
        .filter(schema -> schema.version().equals(row.get(IMPORT_JOBS.SCHEMA_VERSION)))
        .findFirst()
        .orElseThrow(() -> new StepFailure(FailureClass.DATA, "unknown-schema"));
  }

  static String spelling(RatingScale scale) {
    return switch (scale) {
      case ZERO_TO_ONE -> "unit";
      case ONE_TO_FIVE -> "one-to-five";
    };
  }

  private static @Nullable RatingScale scale(@Nullable String spelling) {
    if (spelling == null) {
      return null;
    }
    for (RatingScale scale : RatingScale.values()) {
      if (spelling(scale).equals(spelling)) {
        return scale;
      }
    }
    throw new IllegalStateException("not a rating scale");
  }
}
