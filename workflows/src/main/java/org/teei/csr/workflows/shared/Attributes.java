package org.teei.csr.workflows.shared;

import io.temporal.common.SearchAttributeKey;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * The search attributes of all workflows: the list that start-up registers. They are not encrypted,
 * so they hold ids and vocabulary only, never personal data.
 */
public final class Attributes {

  /** The tenant the work is done for; absent on work for the whole platform. */
  public static final SearchAttributeKey<String> TENANT_ID =
      SearchAttributeKey.forKeyword("TenantId");

  /** Where the work stands, in the feature's own words, for example {@code merging}. */
  public static final SearchAttributeKey<String> STAGE = SearchAttributeKey.forKeyword("Stage");

  /** The stage that failed and waits for a decision; present only while parked. */
  public static final SearchAttributeKey<String> PARKED_STAGE =
      SearchAttributeKey.forKeyword("ParkedStage");

  /** The {@link FailureClass} of the parked stage; present only while parked. */
  public static final SearchAttributeKey<String> FAILURE_CLASS =
      SearchAttributeKey.forKeyword("FailureClass");

  /** The id of the row that the work is about, as REST shows it. */
  public static final SearchAttributeKey<String> BUSINESS_REF =
      SearchAttributeKey.forKeyword("BusinessRef");

  /** Until when a parked stage waits for a decision; present only while parked. */
  public static final SearchAttributeKey<OffsetDateTime> DUE_AT =
      SearchAttributeKey.forOffsetDateTime("DueAt");

  /** Whether a person has to look at it now. */
  public static final SearchAttributeKey<Boolean> NEEDS_ATTENTION =
      SearchAttributeKey.forBoolean("NeedsAttention");

  public static final List<SearchAttributeKey<?>> ALL =
      List.of(TENANT_ID, STAGE, PARKED_STAGE, FAILURE_CLASS, BUSINESS_REF, DUE_AT, NEEDS_ATTENTION);

  private Attributes() {}
}
