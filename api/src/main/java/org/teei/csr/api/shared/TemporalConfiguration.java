package org.teei.csr.api.shared;

import com.uber.m3.tally.Scope;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.opentracingshim.OpenTracingShim;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.opentracing.OpenTracingClientInterceptor;
import io.temporal.opentracing.OpenTracingOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The client of the Temporal service. It connects at the first call, so the API starts without it.
 */
@Configuration(proxyBeanMethods = false)
class TemporalConfiguration {
  private static final Duration CALL = Duration.ofSeconds(3);

  @Bean(destroyMethod = "shutdownNow")
  WorkflowServiceStubs temporalStubs(TemporalSettings settings, Scope scope) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(settings.target())
            .setMetricsScope(scope)
            .setRpcTimeout(CALL)
            .setRpcRetryOptions(
                RpcRetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofMillis(100))
                    .setMaximumInterval(Duration.ofSeconds(1))
                    .setExpiration(CALL)
                    .validateBuildWithDefaults())
            .build());
  }

  @Bean
  WorkflowClient workflowClient(
      WorkflowServiceStubs stubs,
      TemporalSettings settings,
      DataConverter converter,
      OpenTelemetry telemetry) {
    var tracing =
        OpenTracingOptions.newBuilder()
            .setTracer(OpenTracingShim.createTracerShim(telemetry))
            .build();
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(settings.namespace())
            .setDataConverter(converter)
            .setInterceptors(new OpenTracingClientInterceptor(tracing))
            .build());
  }
}
