package org.teei.csr.api.shared;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.problems.Problem;

/** What the description of all routes has in common: problems, and the form of uploads. */
@Configuration(proxyBeanMethods = false)
class OpenApiDocument {
  private static final String SESSION = "session_id,participant_email,volunteer_email,scheduled_at";
  private static final String SESSION_ROW =
      "LS-1,person@example.org,volunteer@example.org,2026-03-01";
  private static final String PROBLEM_SCHEMA = "#/components/schemas/Problem";

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .components(
            new Components()
                .addSecuritySchemes(
                    "accessToken",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")
                        .description("From /oauth2/token; lives for 15 minutes")))
        .info(
            new Info()
                .title("TEEI CSR Platform")
                .version("v1")
                .description(
                    "Every answer from 400 on is an RFC 9457 problem; its type leads to what helps."));
  }

  @Bean
  OpenApiCustomizer commonParts() {
    return document -> {
      ModelConverters.getInstance(true)
          .readAll(Problem.class)
          .forEach((name, schema) -> document.getComponents().addSchemas(name, schema));
      document
          .getPaths()
          .forEach((path, item) -> {
            item.readOperations().forEach(operation -> complete(path, operation));
            if (item.getGet() != null && path.startsWith("/v1/") && path.endsWith("}")) {
              tag(item.getGet());
            }
          });
      var upload = Objects.requireNonNull(document.getPaths().get("/v1/import/{kind}"));
      upload.getPost().setRequestBody(csvBody(SESSION + "\n" + SESSION_ROW + "\n"));
      var corrections =
          Objects.requireNonNull(document.getPaths().get("/v1/imports/{id}/corrections"));
      corrections
          .getPost()
          .setRequestBody(csvBody(SESSION + ",_error_row\n" + SESSION_ROW + ",17\n"));
    };
  }

  private static void complete(String path, Operation operation) {
    operation
        .getResponses()
        .forEach((status, response) -> {
          response.addHeaderObject("X-Request-Id", header("The id of the request in our logs"));
          if (status.equals("202") && path.startsWith("/v1/")) {
            response.addHeaderObject("Location", header("Where to follow it"));
          }
        });
    operation
        .getResponses()
        .addApiResponse(
            "default",
            new ApiResponse()
                .description("A problem")
                .content(
                    new Content()
                        .addMediaType(
                            "application/problem+json",
                            new MediaType()
                                .schema(new Schema<>().$ref(PROBLEM_SCHEMA))
                                .example(
                                    Map.of(
                                        "type", "/problems/shared/not-found",
                                        "title", "There is nothing here",
                                        "status", 404,
                                        "code", "not-found",
                                        "requestId", "7b0c5b2e-4c5e-4f0a-9d2b-0d3f6f2f9a11")))));
  }

  /** What is read by its id says which version it is. */
  private static void tag(Operation operation) {
    var responses = operation.getResponses();
    Objects.requireNonNull(responses.get("200"))
        .addHeaderObject("ETag", header("Of this version; If-None-Match asks for another"));
    responses.addApiResponse("304", new ApiResponse().description("Still the version you have"));
  }

  private static Header header(String description) {
    return new Header().description(description).schema(new StringSchema());
  }

  private static RequestBody csvBody(String example) {
    var file = new StringSchema().format("binary");
    var form = new Schema<Object>().type("object").addProperty("file", file);
    form.setRequired(List.of("file"));
    return new RequestBody()
        .required(false)
        .content(
            new Content()
                .addMediaType(
                    "text/csv", new MediaType().schema(new StringSchema()).example(example))
                .addMediaType("multipart/form-data", new MediaType().schema(form)));
  }
}
