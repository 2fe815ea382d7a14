package org.teei.csr.api.personaldata;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Principal;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.identity.SignedIn;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.schema.personaldata.DecryptionException;
import org.teei.csr.schema.personaldata.TenantPayloadCodec;

/**
 * The remote codec of the Temporal UI and CLI: payloads of its JSON protocol, decoded and encoded,
 * for pages of the Temporal UI. The platform's staff read the payloads of all tenants, others those
 * of their own; in development nobody signs in on the machine it runs on.
 */
@Tag(name = "codec")
@RestController
@RequestMapping("/codec")
@Requires(Permission.PAYLOADS_DECODE)
@CrossOrigin(
    origins = "${csr.temporal.ui-url}",
    allowedHeaders = {"content-type", "x-namespace", "authorization"})
@ApiResponse(
    responseCode = "200",
    description = "The payloads",
    content =
        @Content(
            mediaType = "application/json",
            schema = @Schema(type = "object"),
            examples = @ExampleObject(CodecController.EXAMPLE)))
final class CodecController {
  static final String EXAMPLE =
      "{\"payloads\":[{\"metadata\":{\"encoding\":\"anNvbi9wbGFpbg==\"},\"data\":\"e30=\"}]}";

  private final TenantPayloadCodec codec;

  CodecController(TenantPayloadCodec codec) {
    this.codec = codec;
  }

  @Operation(
      summary = "Decode payloads",
      requestBody =
          @RequestBody(
              content =
                  @Content(schema = @Schema(type = "object"), examples = @ExampleObject(EXAMPLE))))
  @PostMapping(path = "/decode", consumes = "application/json", produces = "application/json")
  String decode(@org.springframework.web.bind.annotation.RequestBody String payloads) {
    return each(payloads, this::readable);
  }

  @Operation(
      summary = "Encode payloads",
      requestBody =
          @RequestBody(
              content =
                  @Content(schema = @Schema(type = "object"), examples = @ExampleObject(EXAMPLE))))
  @PostMapping(path = "/encode", consumes = "application/json", produces = "application/json")
  String encode(@org.springframework.web.bind.annotation.RequestBody String payloads) {
    return each(payloads, codec::encode);
  }

  private List<Payload> readable(List<Payload> payloads) {
    return SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn reader
            && readsOwnOnly(reader.getPrincipal())
        ? codec.decodeOf(reader.getPrincipal().tenant(), payloads)
        : codec.decode(payloads);
  }

  /** Without the permission somebody comes here in development only, where all is open. */
  private static boolean readsOwnOnly(Principal reader) {
    return reader.may(Permission.PAYLOADS_DECODE) && !reader.ofPlatform();
  }

  private static String each(String json, UnaryOperator<List<Payload>> change) {
    try {
      var payloads = Payloads.newBuilder();
      JsonFormat.parser().merge(json, payloads);
      return JsonFormat.printer()
          .omittingInsignificantWhitespace()
          .print(Payloads.newBuilder().addAllPayloads(change.apply(payloads.getPayloadsList())));
    } catch (InvalidProtocolBufferException | DecryptionException unreadable) {
      throw ProblemException.of(RequestProblem.MALFORMED_JSON);
    }
  }
}
