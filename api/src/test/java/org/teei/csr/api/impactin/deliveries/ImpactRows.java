package org.teei.csr.api.impactin.deliveries;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERY_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;
import static org.teei.csr.schema.jooq.Tables.VENDOR_CONNECTIONS;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.schema.impactin.DeliverySeal;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveryAttemptsRecord;
import org.teei.csr.schema.jooq.tables.records.StartIntentsRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Sha256;
import org.teei.csr.schema.tenancy.Tenancy;

/** Rows about deliveries as the workers keep them, and days that no other test uses. */
public final class ImpactRows {
  public static final String ZONE = "Europe/Oslo";
  public static final String SCHEDULES = "/v1/impact-in/schedules";
  public static final String DELIVERIES = "/v1/impact-in/deliveries";

  /** Few people are behind one of the outcome figures. */
  public static final String FIGURES =
      """
      [{"name":"participants","value":120,"unit":"people","people":120,"formula":"count/1"},
       {"name":"volunteers","value":31,"unit":"people","people":31,"formula":"count/1"},
       {"name":"sessions","value":212,"unit":"count","formula":"count/1"},
       {"name":"hours","value":187.50,"unit":"hours","formula":"hours-of-sessions/1"},
       {"name":"languageLevel","value":0.4833,"unit":"share","people":4,"formula":"language-level/1"},
       {"name":"integration","value":0.5120,"unit":"share","people":60,"formula":"integration-parts/1"}]
      """;

  private static final AtomicInteger MONTHS = new AtomicInteger();
  private static final AtomicInteger DAYS = new AtomicInteger();
  private static final int APART = 100;

  private final Api api;
  private final Tenancy requests;
  private final DeliverySeal seal;

  public ImpactRows(Api api) {
    this.api = api;
    this.requests = new Tenancy(api.database().api());
    this.seal = new DeliverySeal(api.bean(TenantKeys.class));
  }

  /** A month of the past, before all {@link #day}s. */
  public static LocalDate month() {
    return LocalDate.of(1971, 1, 1).plusMonths(MONTHS.getAndIncrement());
  }

  /** The first of a hundred days of the past. */
  public static LocalDate day() {
    return LocalDate.of(2001, 1, 1).plusDays((long) APART * DAYS.getAndIncrement());
  }

  public static String key() {
    return UUID.randomUUID().toString();
  }

  /** Answers to requests that come at once. */
  public static List<Answer> atOnce(int count, IntFunction<Answer> request) {
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      return clients
          .invokeAll(
              IntStream.range(0, count)
                  .mapToObj(i -> (Callable<Answer>) () -> request.apply(i))
                  .toList())
          .stream()
          .map(answer -> {
            try {
              return answer.get();
            } catch (InterruptedException | ExecutionException e) {
              throw new AssertionError(e);
            }
          })
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** A monthly schedule of the company that most tests are about. */
  public UUID schedule(String platform) {
    return schedule(platform, "never");
  }

  public UUID schedule(String platform, String approval) {
    return set(
        """
        {"platform":"%s","frequency":"monthly","day":1,"time":"08:00","timeZone":"%s","approval":"%s"}
        """
            .formatted(platform, ZONE, approval));
  }

  /** One that delivers days. */
  public UUID daily(String platform) {
    return set(
        """
        {"platform":"%s","frequency":"custom","cron":"0 8 * * *","period":"day","timeZone":"%s"}
        """
            .formatted(platform, ZONE));
  }

  private UUID set(String json) {
    var answer = new Http(api).post(SCHEDULES, json);
    if (answer.status() != 201) {
      throw new AssertionError(answer.text());
    }
    return UUID.fromString(answer.json().get("id").asString());
  }

  /** Connects a company to a platform, as somebody has set it up. */
  public void connect(String tenant, String platform, String mapping) {
    var file = platform.equals("file");
    requests.change(
        tenant,
        db ->
            db.insertInto(VENDOR_CONNECTIONS)
                .set(VENDOR_CONNECTIONS.TENANT_ID, tenant)
                .set(VENDOR_CONNECTIONS.PLATFORM, platform)
                .set(VENDOR_CONNECTIONS.ENDPOINT, file ? null : "https://platform.example.org")
                .set(VENDOR_CONNECTIONS.HOST, file ? null : "platform.example.org")
                .set(VENDOR_CONNECTIONS.PROTOCOL, "rest")
                .set(VENDOR_CONNECTIONS.AUTH, file ? "none" : "bearer")
                .set(VENDOR_CONNECTIONS.API_VERSION, "1.0")
                .set(VENDOR_CONNECTIONS.MAPPING, JSONB.jsonb(mapping))
                .set(VENDOR_CONNECTIONS.CHANGED_BY, "test")
                .onDuplicateKeyUpdate()
                .set(VENDOR_CONNECTIONS.MAPPING, JSONB.jsonb(mapping))
                .execute());
  }

  public void disconnect(String tenant, String platform) {
    requests.change(
        tenant,
        db ->
            db.deleteFrom(VENDOR_CONNECTIONS)
                .where(
                    VENDOR_CONNECTIONS.TENANT_ID.eq(tenant),
                    VENDOR_CONNECTIONS.PLATFORM.eq(platform))
                .execute());
  }

  /** Figures of a month. */
  public UUID snapshot(String tenant, LocalDate month, int revision, String figures) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            tenant,
            db ->
                db.insertInto(METRIC_SNAPSHOTS)
                    .set(METRIC_SNAPSHOTS.TENANT_ID, tenant)
                    .set(METRIC_SNAPSHOTS.SNAPSHOT_ID, id)
                    .set(METRIC_SNAPSHOTS.PERIOD_FROM, month)
                    .set(METRIC_SNAPSHOTS.PERIOD_UNTIL, month.plusMonths(1))
                    .set(METRIC_SNAPSHOTS.TIME_ZONE, ZONE)
                    .set(METRIC_SNAPSHOTS.STATE, "computed")
                    .set(METRIC_SNAPSHOTS.REVISION, revision)
                    .set(METRIC_SNAPSHOTS.FIGURES, JSONB.jsonb(figures))
                    .set(METRIC_SNAPSHOTS.ASSUMPTIONS, JSONB.jsonb("[]"))
                    .set(METRIC_SNAPSHOTS.MOVED, JSONB.jsonb("[]"))
                    .set(METRIC_SNAPSHOTS.WORKFLOW_ID, "metrics/" + tenant + "/" + id)
                    .set(METRIC_SNAPSHOTS.REQUESTED_BY, "test")
                    .set(METRIC_SNAPSHOTS.FINISHED_AT, Instant.now())
                    .execute());
    return id;
  }

  /** A delivery of a month of its own. */
  public UUID delivery(Consumer<ImpactDeliveriesRecord> more) {
    return delivery(Api.TENANT, more);
  }

  public UUID delivery(String tenant, Consumer<ImpactDeliveriesRecord> more) {
    var id = UUID.randomUUID();
    var month = month();
    api.worker()
        .change(
            tenant,
            db -> {
              var row = db.newRecord(IMPACT_DELIVERIES);
              row.setTenantId(tenant);
              row.setDeliveryId(id);
              row.setPlatform("benevity");
              row.setPeriodFrom(month);
              row.setPeriodUntil(month.plusMonths(1));
              row.setTimeZone(ZONE);
              row.setRevision(1);
              row.setCause("run-now");
              row.setApproval("never");
              row.setWorkflowId("impactin/" + tenant + "/" + id);
              row.setRequestedBy("test");
              more.accept(row);
              row.insert();
            });
    return id;
  }

  /** A delivery that is in a status, with the times that it then has. */
  public UUID in(String status) {
    return delivery(row -> status(row, status));
  }

  public static void status(ImpactDeliveriesRecord row, String status) {
    row.setStatus(status);
    switch (status) {
      case "delivered" -> row.setDeliveredAt(Instant.now());
      case "confirmed" -> {
        row.setDeliveredAt(Instant.now());
        row.setConfirmedAt(Instant.now());
        row.setFinishedAt(Instant.now());
      }
      case "refused", "expired", "cancelled", "failed" -> {
        row.setReason("impactin/given-up");
        row.setFinishedAt(Instant.now());
      }
      default -> {}
    }
  }

  /** Freezes what is sent, as the workers do; of a snapshot of its own period. */
  public void frozen(ImpactDeliveriesRecord row, UUID snapshot, String payload, String type) {
    var bytes = payload.getBytes(UTF_8);
    row.setSnapshotId(snapshot);
    row.setPayloadCiphertext(seal.sealPayload(row.getTenantId(), row.getDeliveryId(), bytes));
    row.setPayloadSha256(HexFormat.of().formatHex(Sha256.start().digest(bytes)));
    row.setContentType(type);
    row.setLeftOut(
        JSONB.jsonb("[{\"figure\":\"languageLevel\",\"reason\":\"fewer-than-5-people\"}]"));
    row.setChanges(
        JSONB.jsonb(
            "[{\"kind\":\"deviates\",\"what\":\"hours\",\"before\":\"1\",\"after\":\"2\"}]"));
  }

  /**
   * As it is when the answers to requests are not kept any more.
   *
   * @param older makes what a request made as old
   */
  public void aDayLater(String older, UUID id) {
    everything().execute(older, id);
    forgetAnswers();
  }

  /** As it is when the answer to a request was lost. */
  public void forgetAnswers() {
    everything().execute("delete from csr.idempotency_keys where tenant_id = ?", Api.TENANT);
  }

  /** Puts what was sent with one delivery into the row of another. */
  public void swapRequests(UUID one, UUID other) {
    everything()
        .execute(
            """
            update csr.impact_delivery_attempts target set request_ciphertext = source.request_ciphertext
            from csr.impact_delivery_attempts source
            where target.delivery_id = ? and source.delivery_id = ? and target.attempt = source.attempt
            """,
            one,
            other);
  }

  private DSLContext everything() {
    return DSL.using(api.database().superuser(), SQLDialect.POSTGRES);
  }

  /** A call to the platform, with what was sent and answered. */
  public void attempt(
      UUID delivery,
      int number,
      String request,
      String response,
      Consumer<ImpactDeliveryAttemptsRecord> more) {
    api.worker()
        .change(
            Api.TENANT,
            db -> {
              var row = db.newRecord(IMPACT_DELIVERY_ATTEMPTS);
              row.setTenantId(Api.TENANT);
              row.setDeliveryId(delivery);
              row.setAttempt(number);
              row.setKind("send");
              row.setRequestCiphertext(
                  seal.sealRequest(Api.TENANT, delivery, number, request.getBytes(UTF_8)));
              row.setResponseCiphertext(
                  seal.sealResponse(Api.TENANT, delivery, number, response.getBytes(UTF_8)));
              more.accept(row);
              row.insert();
            });
  }

  public ImpactDeliveriesRecord row(UUID delivery) {
    return api.worker()
        .read(
            Api.TENANT,
            db ->
                db.selectFrom(IMPACT_DELIVERIES)
                    .where(
                        IMPACT_DELIVERIES.TENANT_ID.eq(Api.TENANT),
                        IMPACT_DELIVERIES.DELIVERY_ID.eq(delivery))
                    .fetchSingle());
  }

  public void change(UUID delivery, Consumer<ImpactDeliveriesRecord> change) {
    api.worker()
        .change(
            Api.TENANT,
            db -> {
              var row =
                  db.selectFrom(IMPACT_DELIVERIES)
                      .where(
                          IMPACT_DELIVERIES.TENANT_ID.eq(Api.TENANT),
                          IMPACT_DELIVERIES.DELIVERY_ID.eq(delivery))
                      .fetchSingle();
              change.accept(row);
              row.update();
            });
  }

  /** Deliveries of days that begin in a window, of all revisions. */
  public List<ImpactDeliveriesRecord> deliveries(LocalDate from, LocalDate until) {
    return api.worker()
        .read(
            Api.TENANT,
            db ->
                db.selectFrom(IMPACT_DELIVERIES)
                    .where(
                        IMPACT_DELIVERIES.TENANT_ID.eq(Api.TENANT),
                        IMPACT_DELIVERIES.PERIOD_FROM.ge(from),
                        IMPACT_DELIVERIES.PERIOD_UNTIL.le(until))
                    .orderBy(IMPACT_DELIVERIES.PERIOD_FROM, IMPACT_DELIVERIES.REVISION)
                    .fetch());
  }

  /** What the workers are to start for a delivery, the earliest first. */
  public List<StartIntentsRecord> starts(UUID delivery) {
    return api.worker()
        .read(
            Api.TENANT,
            db ->
                db.selectFrom(START_INTENTS)
                    .where(
                        START_INTENTS.TENANT_ID.eq(Api.TENANT),
                        START_INTENTS.BUSINESS_REF.eq(delivery.toString()))
                    .orderBy(START_INTENTS.NEXT_ATTEMPT_AT)
                    .fetch());
  }
}
