package org.teei.csr.api.identity;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.Objects;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/** Says in the description of each guarded route which permission it requires. */
@Component
final class DescribedPermissions implements OperationCustomizer, OpenApiCustomizer {
  /** The name of the scheme in the description. */
  private static final String SCHEME = "accessToken";

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    RouteGuard.required(method)
        .ifPresent(permission -> {
          describe(operation, permission);
          if (httpMethods(method).anyMatch(http -> StepUp.guards(permission, http))) {
            describeStepUp(operation);
          }
        });
    return operation;
  }

  /** The figures are no route of ours, and guarded like one. */
  @Override
  public void customise(OpenAPI document) {
    Objects.requireNonNull(document.getPaths().get(SecurityConfiguration.FIGURES))
        .readOperations()
        .forEach(operation -> describe(operation, Permission.METRICS_READ));
  }

  private static Stream<String> httpMethods(HandlerMethod method) {
    var mapping =
        AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
    return mapping == null ? Stream.empty() : Stream.of(mapping.method()).map(RequestMethod::name);
  }

  private static void describeStepUp(Operation operation) {
    operation.addExtension("x-step-up", true);
    operation
        .getResponses()
        .addApiResponse(
            "401",
            new ApiResponse()
                .description(
                    "No valid access token, or none with a passkey shown within five minutes")
                .addHeaderObject(
                    HttpHeaders.WWW_AUTHENTICATE,
                    new Header()
                        .description("Of RFC 9470, where a passkey is asked for")
                        .schema(new StringSchema().example(StepUp.CHALLENGE))));
  }

  private static void describe(Operation operation, Permission permission) {
    operation.addSecurityItem(new SecurityRequirement().addList(SCHEME));
    operation.addExtension("x-permission", permission.spelling());
    operation
        .getResponses()
        .addApiResponse("401", new ApiResponse().description("No valid access token"))
        .addApiResponse(
            "403",
            new ApiResponse().description("The roles of the token lack " + permission.spelling()));
  }
}
