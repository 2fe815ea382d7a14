package org.teei.csr.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentAdmission;
import org.teei.csr.api.identity.CurrentAdmission.Admission;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells listeners each new state of an import until its end (Server-Sent Events). A listener is a
 * virtual thread that looks at the import's row once a second, so it sees what any process writes,
 * and between two looks it holds no connection to the database. The id of an event is that of the
 * state it tells, so a listener that comes back is told nothing twice.
 */
@Component
final class ImportEvents implements SmartLifecycle {
  static final String CONTENT_TYPE = "text/event-stream";

  /** How many a principal may hold open at one process. */
  static final int PER_PRINCIPAL = 10;

  private static final Logger log = LoggerFactory.getLogger(ImportEvents.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** In looks; proxies close what is silent for half a minute or longer. */
  private static final int HEARTBEAT = 10;

  /** In looks, as long as a revoked token is told on. */
  private static final int ADMISSION = 5;

  private static final Duration COME_BACK = Duration.ofSeconds(2);

  private final ImportJobs jobs;
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final CurrentAdmission admissions;
  private final EntityTags tags;
  private final JsonMapper json;
  private final ConcurrentHashMap<String, Integer> listeners = new ConcurrentHashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  ImportEvents(
      ImportJobs jobs,
      Tenancy tenancy,
      CurrentPrincipal principals,
      CurrentAdmission admissions,
      EntityTags tags,
      JsonMapper json) {
    this.jobs = jobs;
    this.tenancy = tenancy;
    this.principals = principals;
    this.admissions = admissions;
    this.tags = tags;
    this.json = json;
  }

  /**
   * Answers with what happens to an import from now on.
   *
   * @param lastId of the last state that the listener was told before
   * @param bodyWanted false where only the head is asked for
   */
  void tell(UUID id, @Nullable String lastId, boolean bodyWanted, HttpServletResponse response)
      throws IOException {
    var row = jobs.row(id);
    if (ended(row) && idOf(row).equals(lastId)) {
      // What the standard has for the end: a browser would come back after any other answer.
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    var who = principals.get();
    var listener = who.tenant() + "/" + who.name();
    enter(listener);
    try {
      response.setContentType(CONTENT_TYPE);
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      response.setHeader("X-Accel-Buffering", "no");
      if (bodyWanted) {
        follow(row, lastId, admissions.get(), response.getOutputStream());
      }
    } finally {
      leave(listener);
    }
  }

  private void follow(
      ImportJobsRecord first, @Nullable String lastId, Admission admission, OutputStream out)
      throws IOException {
    send(out, "retry: " + COME_BACK.toMillis() + "\n\n");
    var row = first;
    var told = lastId;
    var silent = 0;
    for (var look = 1; ; look++) {
      var state = idOf(row);
      if (!state.equals(told)) {
        send(out, "id: " + state + "\ndata: " + json.writeValueAsString(jobs.shape(row)) + "\n\n");
        told = state;
        silent = 0;
      } else if (++silent == HEARTBEAT) {
        send(out, ": still there\n\n");
        silent = 0;
      }
      if (ended(row) || stopped()) {
        return;
      }
      try {
        if (look % ADMISSION == 0 && !admission.holds()) {
          return;
        }
        row = again(row);
      } catch (DataAccessException away) {
        // The head was sent long ago; who listens comes back and is answered properly then.
        log.warn("Listeners were sent away, as the database cannot be asked");
        return;
      }
    }
  }

  private ImportJobsRecord again(ImportJobsRecord row) {
    return tenancy.read(
        row.getTenantId(), db -> ImportJobs.find(db, row.getTenantId(), row.getImportId()));
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private String idOf(ImportJobsRecord row) {
    return tags.of(jobs.timeless(row));
  }

  private static boolean ended(ImportJobsRecord row) {
    return ImportJob.status(row).ended();
  }

  private void enter(String listener) {
    var open = listeners.merge(listener, 1, Integer::sum);
    if (open != null && open > PER_PRINCIPAL) {
      leave(listener);
      throw ProblemException.retryAfter(ImportProblem.TOO_MANY_LISTENERS, COME_BACK);
    }
  }

  private void leave(String listener) {
    listeners.computeIfPresent(listener, (who, count) -> count == 1 ? null : count - 1);
  }

  /** Waits until the next look is due. */
  private boolean stopped() {
    try {
      return stopping.await(LOOK.toMillis(), MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void start() {}

  /** Listeners would keep the server from coming to rest. */
  @Override
  public void stop() {
    stopping.countDown();
  }

  @Override
  public boolean isRunning() {
    return stopping.getCount() > 0;
  }
}
