package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import io.temporal.activity.Activity;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.engines.imports.FileReading;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.HeaderMapping;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.IncomingFile;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.imports.ImportQuota;
import org.teei.csr.schema.imports.ImportQuota.Limits;
import org.teei.csr.schema.imports.ImportQuota.Standing;
import org.teei.csr.schema.imports.NewImport;
import org.teei.csr.schema.imports.NewImport.Options;
import org.teei.csr.schema.imports.NewImport.StoredFile;
import org.teei.csr.schema.imports.RememberedMappings;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Makes imports of files that come to the workers, as the API does of those in requests: what the
 * head of a file shows to be hopeless is refused, the rest is stored, and its job is made with the
 * intent that starts it.
 */
public final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final String NO_MAPPING = HeaderMapping.NONE.json();

  private final Tenancy tenancy;
  private final Storage storage;
  private final Limits common;

  /**
   * @param common what companies may have for which nothing else is set
   */
  public Intake(Tenancy tenancy, Storage storage, Limits common) {
    this.tenancy = tenancy;
    this.storage = storage;
    this.common = common;
  }

  /**
   * On whose behalf a file is imported, and how.
   *
   * @param createdBy the principal who set it up
   * @param priority of the workflow, from 1
   * @param origin what brought the file, for the audit record: a word and its id
   */
  public record Order(
      String tenant,
      String createdBy,
      ImportKind kind,
      Options options,
      int priority,
      Map.Entry<String, String> origin) {}

  /** What became of a stored file. Of one that is no import nothing is kept. */
  public enum Fate {
    IMPORTED,
    /** The company has as many imports as may run at a time: later there is room. */
    WAITS,
    /** The company keeps as many bytes as it may. */
    TOO_MANY_BYTES
  }

  /** The problem that files wait for, as the API has it. */
  public static final String TOO_MANY_RUNNING = "imports/too-many-running";

  /** The problem of files that the company has no bytes left for. */
  public static final String TOO_MANY_BYTES_KEPT = "imports/too-many-bytes-kept";

  /** Ends a transaction in which a company came to have more than it may. */
  private static final class OverQuota extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fate fate;

    OverQuota(Fate fate) {
      super(fate.name(), null, false, false);
      this.fate = fate;
    }
  }

  /** What the caller writes down about the import, in the transaction that makes it. */
  @FunctionalInterface
  public interface Note {
    /**
     * @return false if it is written down already, by somebody who was faster: nothing is made then
     */
    boolean write(DSLContext db, UUID importId);
  }

  /** What says of the activity of this thread, from any thread, that it lives. */
  public static Runnable heartbeat() {
    var context = Activity.getExecutionContext();
    return () -> context.heartbeat(null);
  }

  /** The kind of an import by its name in rows. */
  public static ImportKind kind(String id) {
    return ImportKind.of(id).orElseThrow(() -> new StepFailure(FailureClass.DATA, "unknown-kind"));
  }

  /**
   * How a file is read, as that is set up for it and others.
   *
   * @param mapping as JSON; null for the one that the company has for files of the kind
   * @param declared as JSON
   */
  public FileReading reading(
      String tenant, ImportKind kind, @Nullable JSONB mapping, JSONB declared) {
    String set =
        mapping != null
            ? mapping.data()
            : tenancy
                .read(tenant, db -> RememberedMappings.of(db, tenant, kind.id()))
                .orElse(NO_MAPPING);
    return FileReading.ofFiles(set, declared.data());
  }

  /** Whether one more import would be too many now, which no file need be read to find out. */
  public boolean full(String tenant) {
    return tenancy.read(tenant, db -> ImportQuota.of(db, tenant, common)).full();
  }

  /** Stores the file. */
  public StoredFile store(String tenant, ImportKind kind, InputStream bytes, FileReading reading)
      throws IOException, FileRefused {
    String name = ExpiredUploads.FOLDER + Ids.next();
    IncomingFile incoming = IncomingFile.open(kind, bytes, null, reading);
    var format = incoming.readable().format();
    var header = incoming.readable().header();
    long length = storage.write(tenant, name, incoming.content()).length();
    return new StoredFile(
        name,
        header.schema().name(),
        header.schema().version(),
        format.encoding().id(),
        format.delimiter().id(),
        format.lineEnding().name(),
        header.extraColumns(),
        incoming.reading().mapping().json(),
        incoming.reading().declared().json(),
        incoming.reading().sha256(),
        incoming.length(),
        incoming.sha256(),
        length);
  }

  /**
   * Makes an import of a stored file, or finds the one that was made of the same bytes before, as
   * far as the company may have one more.
   */
  public Fate make(Order order, StoredFile file, Note note) throws IOException {
    boolean kept = false;
    Fate fate = Fate.IMPORTED;
    try {
      kept = tenancy.write(order.tenant(), db -> make(db, order, file, note));
    } catch (OverQuota over) {
      fate = over.fate;
    }
    if (!kept) {
      storage.delete(order.tenant(), file.name());
    }
    return fate;
  }

  private boolean make(DSLContext db, Order order, StoredFile file, Note note) {
    StartIntent intent = intent(order);
    NewImport job =
        new NewImport(
            order.tenant(),
            UUID.fromString(intent.businessRef()),
            intent.workflowId(),
            order.createdBy(),
            order.kind().id(),
            order.options(),
            file);
    Optional<ImportJobsRecord> earlier = Optional.empty();
    boolean made = job.insert(db);
    while (!made && earlier.isEmpty()) {
      // Empty where the earlier import ended without success between the two statements.
      earlier = job.earlier(db);
      made = earlier.isEmpty() && job.insert(db);
    }
    UUID id = earlier.map(ImportJobsRecord::getImportId).orElse(job.id());
    if (!note.write(db, id)) {
      LOG.info("The file of an import was taken in twice: {}", id);
      if (made) {
        db.deleteFrom(IMPORT_JOBS)
            .where(IMPORT_JOBS.TENANT_ID.eq(order.tenant()), IMPORT_JOBS.IMPORT_ID.eq(job.id()))
            .execute();
      }
      return false;
    }
    if (made) {
      checkQuota(db, order.tenant());
      StartIntents.add(db, intent);
      Audit.append(db, audited(order, job));
    }
    return made;
  }

  private void checkQuota(DSLContext db, String tenant) {
    Standing standing = ImportQuota.afterOneMore(db, tenant, common);
    if (standing.tooManyRunning()) {
      throw new OverQuota(Fate.WAITS);
    }
    if (standing.tooManyBytes()) {
      throw new OverQuota(Fate.TOO_MANY_BYTES);
    }
  }

  private static StartIntent intent(Order order) {
    TenantId tenant = new TenantId(order.tenant());
    UUID id = Ids.next();
    return new StartIntent(
        order.tenant(),
        Ids.next(),
        ImportNames.FEATURE,
        ImportNames.WORKFLOW_TYPE,
        ImportNames.workflowId(tenant, id),
        ImportNames.TASK_QUEUE,
        Json.of(new ImportRef(tenant, id)),
        ImportNames.SUMMARY,
        id.toString(),
        order.priority(),
        null);
  }

  private static AuditEntry audited(Order order, NewImport job) {
    return AuditEntry.of(
            order.tenant(), "system", "system", "imports.created", "import", job.id().toString())
        .withWorkflow(job.workflowId())
        .withDetails(
            Map.of(
                "kind",
                job.kind(),
                "forced",
                job.options().force(),
                order.origin().getKey(),
                order.origin().getValue()));
  }
}
