package org.teei.csr.activities.operations;

import static org.teei.csr.schema.jooq.Tables.BULK_RESOLUTIONS;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.teei.csr.schema.jooq.tables.records.BulkResolutionsRecord;
import org.teei.csr.schema.jooq.tables.records.ParkedWorkflowsRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.BulkActivities;
import org.teei.csr.workflows.operations.BulkEnd;
import org.teei.csr.workflows.operations.BulkPage;
import org.teei.csr.workflows.operations.BulkRef;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.ParkedAction;

/**
 * Resolves many parked workflows by one decision. The steps it is about are those that waited when
 * it was asked for: a set that does not change, so that the counts so far say where to go on.
 * Filters, all optional and exact: {@code feature}, {@code stage}, {@code failureClass}, {@code
 * failureType}, {@code businessRef}.
 */
public final class BulkActivitiesImpl implements BulkActivities {
  private static final int PAGE = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Tenancy tenancy;
  private final ParkedSignals signals;

  public BulkActivitiesImpl(Tenancy tenancy, WorkflowClient temporal) {
    this.tenancy = tenancy;
    this.signals = new ParkedSignals(temporal);
  }

  @Override
  public BulkPage resolvePage(BulkRef ref) {
    String tenant = ref.tenant().value();
    BulkResolutionsRecord bulk = tenancy.read(tenant, db -> load(db, ref));
    List<ParkedWorkflowsRecord> page = tenancy.read(tenant, db -> next(db, bulk));
    int told = (int) page.stream().filter(parked -> tell(parked, bulk)).count();
    tenancy.change(
        tenant,
        db ->
            db.update(BULK_RESOLUTIONS)
                .set(BULK_RESOLUTIONS.STATUS, "running")
                .set(BULK_RESOLUTIONS.RESOLVED, bulk.getResolved() + told)
                .set(BULK_RESOLUTIONS.SKIPPED, bulk.getSkipped() + page.size() - told)
                .where(
                    BULK_RESOLUTIONS.TENANT_ID.eq(tenant),
                    BULK_RESOLUTIONS.BULK_ID.eq(ref.bulkId()),
                    BULK_RESOLUTIONS.FINISHED_AT.isNull(),
                    BULK_RESOLUTIONS.RESOLVED.eq(bulk.getResolved()),
                    BULK_RESOLUTIONS.SKIPPED.eq(bulk.getSkipped()))
                .execute());
    return new BulkPage(
        bulk.getResolved() + told, bulk.getSkipped() + page.size() - told, page.size() < PAGE);
  }

  @Override
  public void endBulk(BulkEnd end) {
    String tenant = end.ref().tenant().value();
    tenancy.change(
        tenant,
        db ->
            db.update(BULK_RESOLUTIONS)
                .set(BULK_RESOLUTIONS.STATUS, end.completed() ? "completed" : "failed")
                .set(BULK_RESOLUTIONS.FINISHED_AT, DSL.currentInstant())
                .where(
                    BULK_RESOLUTIONS.TENANT_ID.eq(tenant),
                    BULK_RESOLUTIONS.BULK_ID.eq(end.ref().bulkId()),
                    BULK_RESOLUTIONS.FINISHED_AT.isNull())
                .execute());
  }

  private static BulkResolutionsRecord load(DSLContext db, BulkRef ref) {
    return db.selectFrom(BULK_RESOLUTIONS)
        .where(
            BULK_RESOLUTIONS.TENANT_ID.eq(ref.tenant().value()),
            BULK_RESOLUTIONS.BULK_ID.eq(ref.bulkId()))
        .fetchSingle();
  }

  private static List<ParkedWorkflowsRecord> next(DSLContext db, BulkResolutionsRecord bulk) {
    return db.selectFrom(PARKED_WORKFLOWS)
        .where(
            PARKED_WORKFLOWS.TENANT_ID.eq(bulk.getTenantId()),
            PARKED_WORKFLOWS.PARKED_AT.le(bulk.getCreatedAt()),
            PARKED_WORKFLOWS
                .STATE
                .eq("waiting")
                .or(PARKED_WORKFLOWS.RESOLVED_AT.gt(bulk.getCreatedAt())))
        .and(DSL.and(filters(bulk)))
        .orderBy(PARKED_WORKFLOWS.PARKED_ID)
        .offset(bulk.getResolved() + bulk.getSkipped())
        .limit(PAGE)
        .fetch();
  }

  private static List<Condition> filters(BulkResolutionsRecord bulk) {
    JsonNode given;
    try {
      given = JSON.readTree(bulk.getFilters().data());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The filters are no JSON", e);
    }
    var conditions = new ArrayList<Condition>();
    equal(conditions, given, "feature", PARKED_WORKFLOWS.FEATURE);
    equal(conditions, given, "stage", PARKED_WORKFLOWS.STAGE);
    equal(conditions, given, "failureClass", PARKED_WORKFLOWS.FAILURE_CLASS);
    equal(conditions, given, "failureType", PARKED_WORKFLOWS.FAILURE_TYPE);
    equal(conditions, given, "businessRef", PARKED_WORKFLOWS.BUSINESS_REF);
    if (!given.hasNonNull("stage") && !given.hasNonNull("failureType")) {
      conditions.add(PARKED_WORKFLOWS.FAILURE_TYPE.notLike("%" + OperationsNames.OUTCOME_UNKNOWN));
    }
    return conditions;
  }

  private static void equal(
      List<Condition> conditions,
      JsonNode given,
      String name,
      TableField<ParkedWorkflowsRecord, String> column) {
    if (given.hasNonNull(name)) {
      conditions.add(column.eq(given.get(name).asText()));
    }
  }

  /** Whether the step follows this decision, now or since an earlier try. */
  private boolean tell(ParkedWorkflowsRecord parked, BulkResolutionsRecord bulk) {
    return switch (parked.getState()) {
      case "waiting" ->
          Arrays.asList(parked.getActions()).contains(bulk.getAction())
              && signals.resolveLater(
                  parked.getWorkflowId(),
                  ParkedAction.valueOf(bulk.getAction()),
                  bulk.getDecisionId(),
                  parked.getSequence());
      case "resolved" -> bulk.getDecisionId().equals(parked.getDecisionId());
      default -> false;
    };
  }
}
