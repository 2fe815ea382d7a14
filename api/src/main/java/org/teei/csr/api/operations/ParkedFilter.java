package org.teei.csr.api.operations;

import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.FailureClass;

/** Which parked steps are meant; what is null is left open. */
record ParkedFilter(
    @Nullable String feature,
    @Nullable String stage,
    @Nullable FailureClass failureClass,
    @Nullable String failureType,
    ParkedStep.@Nullable State state) {

  Condition condition() {
    return DSL.and(
        feature == null ? DSL.noCondition() : PARKED_WORKFLOWS.FEATURE.eq(feature),
        stage == null ? DSL.noCondition() : PARKED_WORKFLOWS.STAGE.eq(stage),
        failureClass == null
            ? DSL.noCondition()
            : PARKED_WORKFLOWS.FAILURE_CLASS.eq(failureClass.name()),
        failureType == null ? DSL.noCondition() : PARKED_WORKFLOWS.FAILURE_TYPE.eq(failureType),
        state == null ? DSL.noCondition() : PARKED_WORKFLOWS.STATE.eq(state.spelling()));
  }

  /**
   * Whether it says itself that it means what may have arrived. Whoever does not mean it by a
   * decision about many does not decide about it: trying again sends it once more.
   */
  boolean namesUnknownOutcomes() {
    return stage != null || failureType != null;
  }

  /** The filters that are set, by the names of their parameters. */
  Map<String, Object> given() {
    Map<String, Object> given = new LinkedHashMap<>();
    put(given, "feature", feature);
    put(given, "stage", stage);
    put(given, "failureClass", failureClass);
    put(given, "failureType", failureType);
    put(given, "state", state == null ? null : state.spelling());
    return given;
  }

  private static void put(Map<String, Object> given, String name, @Nullable Object value) {
    if (value != null) {
      given.put(name, value.toString());
    }
  }
}
