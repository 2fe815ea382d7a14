package org.teei.csr.api.imports.uploads;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.imports.ImportSettings;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.schema.jooq.tables.records.UploadsRecord;

/** Large files in pieces: tus 1.0 with creation, termination, expiration and checksum. */
@Tag(name = "imports")
@Requires(Permission.IMPORTS_WRITE)
@RestController
@RequestMapping(UploadsController.PATH)
final class UploadsController {
  static final String PATH = "/v1/uploads";

  private static final String VERSION = "1.0.0";
  private static final String TUS_RESUMABLE = "Tus-Resumable";
  private static final String LENGTH = "Upload-Length";
  private static final String OFFSET = "Upload-Offset";
  private static final String EXPIRES = "Upload-Expires";
  private static final String PIECE = "application/offset+octet-stream";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  private final Uploads uploads;
  private final Pieces pieces;
  private final CurrentPrincipal principals;
  private final IdempotentRequests requests;
  private final ImportSettings settings;

  UploadsController(
      Uploads uploads,
      Pieces pieces,
      CurrentPrincipal principals,
      IdempotentRequests requests,
      ImportSettings settings) {
    this.uploads = uploads;
    this.pieces = pieces;
    this.principals = principals;
    this.requests = requests;
    this.settings = settings;
  }

  /**
   * A file that comes in pieces.
   *
   * @param length in bytes, of the whole
   * @param offset how many bytes have arrived
   */
  @Schema(name = "Upload")
  record Upload(
      UUID id,
      @Schema(example = "104857600") long length,
      @Schema(example = "0") long offset,
      Instant expiresAt) {

    static Upload of(UploadsRecord row) {
      return new Upload(row.getUploadId(), row.getLength(), row.getReceived(), row.getExpiresAt());
    }
  }

  /** Before each request but the one that asks what is spoken here. */
  @ModelAttribute
  void speak(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader(TUS_RESUMABLE, VERSION);
    if (!HttpMethod.OPTIONS.matches(request.getMethod())
        && !VERSION.equals(request.getHeader(TUS_RESUMABLE))) {
      response.setHeader("Tus-Version", VERSION);
      throw ProblemException.of(UploadProblem.TUS_VERSION);
    }
  }

  @Operation(summary = "What of tus is spoken here")
  @ApiResponse(responseCode = "204", description = "In the headers Tus-…")
  @RequestMapping(method = RequestMethod.OPTIONS)
  ResponseEntity<Void> options() {
    return ResponseEntity.noContent()
        .header("Tus-Version", VERSION)
        .header("Tus-Extension", "creation,termination,expiration,checksum")
        .header("Tus-Max-Size", Long.toString(settings.largestUpload()))
        .header("Tus-Checksum-Algorithm", Checksum.NAMES)
        .build();
  }

  @Operation(
      summary = "Begin an upload in pieces",
      description =
          "As in tus 1.0. When the last piece has arrived, POST /v1/import/{kind}?upload={id} imports the file.")
  @Parameter(in = ParameterIn.HEADER, name = TUS_RESUMABLE, required = true, example = VERSION)
  @ApiResponse(
      responseCode = "201",
      description = "Begun; Location is where its pieces go",
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Upload.class)))
  @PostMapping
  ResponseEntity<byte[]> create(
      @Parameter(required = true, example = "104857600")
          @RequestHeader(name = LENGTH, required = false)
          @Nullable String length,
      @RequestHeader(name = UploadMetadata.HEADER, required = false) @Nullable String metadata,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key) {
    var bytes = number(LENGTH, length);
    var about = UploadMetadata.of(metadata);
    if (bytes > settings.largestUpload()) {
      throw ProblemException.of(UploadProblem.UPLOAD_TOO_LARGE);
    }
    var answer =
        requests.answer(
            principals.get(),
            "POST " + PATH,
            key,
            List.of(utf8(Long.toString(bytes)), utf8(about == null ? "" : about.header())),
            id -> created(uploads.create(id, bytes, about)));
    var location = String.valueOf(answer.getHeaders().getLocation());
    var upload = uploads.find(UUID.fromString(location.substring(location.lastIndexOf('/') + 1)));
    return ResponseEntity.status(answer.getStatusCode())
        .headers(answer.getHeaders())
        .header(EXPIRES, date(upload))
        .body(answer.getBody());
  }

  private static Answer created(UploadsRecord row) {
    return new Answer(201, Upload.of(row), URI.create(PATH + "/" + row.getUploadId()));
  }

  @Operation(summary = "How far an upload is")
  @Parameter(in = ParameterIn.HEADER, name = TUS_RESUMABLE, required = true, example = VERSION)
  @ApiResponse(responseCode = "204", description = "In the header Upload-Offset")
  @RequestMapping(path = "/{id}", method = RequestMethod.HEAD)
  ResponseEntity<Void> offset(@PathVariable UUID id) {
    var upload = uploads.find(id);
    var about = uploads.metadata(upload);
    var answer =
        ResponseEntity.noContent()
            .header(OFFSET, Long.toString(upload.getReceived()))
            .header(LENGTH, Long.toString(upload.getLength()))
            .header(EXPIRES, date(upload))
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    return about == null
        ? answer.build()
        : answer.header(UploadMetadata.HEADER, about.header()).build();
  }

  @Operation(
      summary = "Send a piece of an upload",
      description = "It begins where the upload ends. What arrived before a break is kept.")
  @Parameter(in = ParameterIn.HEADER, name = TUS_RESUMABLE, required = true, example = VERSION)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = @Content(mediaType = PIECE, schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(responseCode = "204", description = "Kept; Upload-Offset is where it ends now")
  @PatchMapping("/{id}")
  ResponseEntity<Void> append(
      @PathVariable UUID id,
      @Parameter(required = true, example = "0") @RequestHeader(name = OFFSET, required = false)
          @Nullable String offset,
      @Parameter(example = "sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
          @RequestHeader(name = Checksum.HEADER, required = false)
          @Nullable String checksum,
      HttpServletRequest request)
      throws IOException {
    var upload = uploads.find(id);
    if (!PIECE.equalsIgnoreCase(request.getContentType())) {
      throw ProblemException.of(RequestProblem.UNSUPPORTED_MEDIA_TYPE);
    }
    var from = number(OFFSET, offset);
    var expected = Checksum.of(checksum);
    if (from != upload.getReceived()) {
      throw ProblemException.of(UploadProblem.WRONG_OFFSET);
    }
    if (request.getContentLengthLong() > upload.getLength() - from) {
      throw ProblemException.of(UploadProblem.UPLOAD_TOO_LARGE);
    }
    var end = pieces.append(upload, from, expected, request.getInputStream());
    return ResponseEntity.noContent()
        .header(OFFSET, Long.toString(end))
        .header(EXPIRES, date(uploads.find(id)))
        .build();
  }

  @Operation(summary = "Remove an upload", description = "Imports made of it keep their file.")
  @Parameter(in = ParameterIn.HEADER, name = TUS_RESUMABLE, required = true, example = VERSION)
  @ApiResponse(responseCode = "204", description = "Removed")
  @DeleteMapping("/{id}")
  ResponseEntity<Void> delete(@PathVariable UUID id) {
    uploads.delete(id);
    return ResponseEntity.noContent().build();
  }

  private static long number(String header, @Nullable String value) {
    if (value == null || value.isEmpty() || value.length() > 18 || !digits(value)) {
      throw ProblemException.of(
          RequestProblem.INVALID_PARAMETER,
          List.of(Fault.ofHeader(header, "invalid", "Is a number of bytes.")));
    }
    return Long.parseLong(value);
  }

  private static boolean digits(String value) {
    return value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String date(UploadsRecord upload) {
    return HTTP_DATE.format(upload.getExpiresAt().atOffset(ZoneOffset.UTC));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
