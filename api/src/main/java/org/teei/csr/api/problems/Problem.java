package org.teei.csr.api.problems;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every answer from 400 on (RFC 9457, {@code application/problem+json}). Holds neither
 * exception texts nor values that a user sent.
 *
 * @param detail what went wrong this time
 * @param currentStatus the state that does not allow the action, on 409 where there is one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    @Schema(example = "/problems/shared/not-found") URI type,
    @Schema(example = "There is nothing here") String title,
    @Schema(example = "404") int status,
    @Nullable String detail,
    @Schema(example = "/v1/imports/0198c0de-0000-7000-8000-000000000000") @Nullable String instance,
    @Schema(example = "not-found") String code,
    @Nullable String currentStatus,
    List<Fault> errors,
    @Nullable String traceId,
    @Schema(example = "7b0c5b2e-4c5e-4f0a-9d2b-0d3f6f2f9a11") @Nullable String requestId) {

  /**
   * One thing that is wrong, with its place: exactly one of pointer (RFC 6901), parameter and
   * header, or none where the request as a whole is to blame.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Fault(
      @Nullable String pointer,
      @Nullable String parameter,
      @Nullable String header,
      String code,
      String detail) {

    public static Fault ofParameter(String parameter, String code, String detail) {
      return new Fault(null, parameter, null, code, detail);
    }

    public static Fault ofHeader(String header, String code, String detail) {
      return new Fault(null, null, header, code, detail);
    }

    public static Fault ofMember(String pointer, String code, String detail) {
      return new Fault(pointer, null, null, code, detail);
    }
  }
}
