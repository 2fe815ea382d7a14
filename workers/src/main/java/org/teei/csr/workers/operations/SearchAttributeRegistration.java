package org.teei.csr.workers.operations;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.HashMap;
import java.util.Map;
import org.teei.csr.workflows.shared.Attributes;

/**
 * Makes the platform's search attributes known to Temporal: all missing ones in one call, for
 * registrations that run at the same time lose each other, then looks whether they are there.
 */
final class SearchAttributeRegistration {
  private SearchAttributeRegistration() {}

  /**
   * @throws IllegalStateException if one is missing afterwards or of another type
   */
  static void ensure(WorkflowClient temporal) {
    var operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(temporal.getWorkflowServiceStubs().getRawChannel())
                .validateAndBuildWithDefaults());
    String namespace = temporal.getOptions().getNamespace();
    Map<String, IndexedValueType> missing = new HashMap<>(wanted());
    missing.keySet().removeAll(known(operator, namespace).keySet());
    if (!missing.isEmpty()) {
      add(operator, namespace, missing);
    }
    Map<String, IndexedValueType> known = known(operator, namespace);
    wanted()
        .forEach((name, type) -> {
          if (known.get(name) != type) {
            throw new IllegalStateException(
                "The search attribute " + name + " is not registered as " + type);
          }
        });
  }

  private static Map<String, IndexedValueType> known(
      OperatorServiceStubs operator, String namespace) {
    return operator
        .blockingStub()
        .listSearchAttributes(
            ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
        .getCustomAttributesMap();
  }

  private static void add(
      OperatorServiceStubs operator, String namespace, Map<String, IndexedValueType> missing) {
    try {
      operator
          .blockingStub()
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putAllSearchAttributes(missing)
                  .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  static Map<String, IndexedValueType> wanted() {
    var types = new HashMap<String, IndexedValueType>();
    for (SearchAttributeKey<?> attribute : Attributes.ALL) {
      types.put(attribute.getName(), attribute.getValueType());
    }
    return types;
  }
}
