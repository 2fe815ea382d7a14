package org.teei.csr.api.identity.limits;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Says in the description of each route that is limited what its answers tell about the limits. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class DescribedLimits implements OpenApiCustomizer {

  @Override
  public void customise(OpenAPI document) {
    document
        .getPaths()
        .values()
        .forEach(path ->
            path.readOperations().stream()
                .filter(DescribedLimits::isLimited)
                .map(Operation::getResponses)
                .forEach(DescribedLimits::describe));
  }

  /** Who is signed in is limited, at the routes that ask for it. */
  private static boolean isLimited(Operation operation) {
    return operation.getSecurity() != null && !operation.getSecurity().isEmpty();
  }

  private static void describe(ApiResponses responses) {
    var tooMany =
        new ApiResponse()
            .description("Too many requests of one principal or one company")
            .addHeaderObject("Retry-After", header("Seconds to wait", "17"));
    responses.addApiResponse("429", tooMany);
    responses.forEach((status, response) -> {
      if (!status.equals("401")) {
        RateLimitHeaders.EXAMPLES.forEach((name, example) ->
            response.addHeaderObject(name, header("What is left of this minute", example)));
      }
    });
  }

  private static Header header(String description, String example) {
    return new Header().description(description).schema(new StringSchema().example(example));
  }
}
