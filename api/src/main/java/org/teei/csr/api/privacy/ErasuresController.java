package org.teei.csr.api.privacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.api.shared.Page;

/**
 * Erasing a person by hand, which takes two privacy officers. That an administrator may ask for the
 * rights of a person does not reach here: there is no grace and no check by the feature itself.
 */
@Tag(name = "privacy")
@Requires(Permission.PRIVACY_APPROVE)
@RestController
@RequestMapping(ErasuresController.PATH)
final class ErasuresController {
  static final String PATH = "/v1/privacy/erasures";

  private final PersonErasures erasures;
  private final EntityTags tags;

  ErasuresController(PersonErasures erasures, EntityTags tags) {
    this.erasures = erasures;
    this.tags = tags;
  }

  /** Whom to erase, and the ground for it. */
  record ErasureRequest(
      @NotNull UUID personId,
      @Schema(example = "consent_withdrawn") @NotNull ErasureReason reason) {}

  @Operation(
      summary = "Ask for the erasure of a person",
      description =
          "Nothing is erased before another privacy officer approves; after seven days the request lapses. Erasing destroys the key of the person and of those who were merged into the person, and cannot be taken back.")
  @ApiResponse(
      responseCode = "201",
      description = "Asked for; Location is the erasure",
      content = @Content(schema = @Schema(implementation = PersonErasure.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody ErasureRequest request) {
    return erasures.create(request, key);
  }

  @Operation(
      summary = "Approve an erasure that somebody else asked for",
      description =
          "The person is erased from now on. Approving it again changes nothing; who asked is refused.")
  @PostMapping(path = "/{id}/approve", produces = "application/json")
  @ResponseStatus(HttpStatus.ACCEPTED)
  PersonErasure approve(@PathVariable UUID id) {
    return erasures.approve(id);
  }

  @Operation(
      summary = "Withdraw an erasure that nobody has approved",
      description =
          "Any privacy officer may. It stays in the list, and the person can be asked for anew. Withdrawing it again changes nothing.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(@PathVariable UUID id) {
    erasures.withdraw(id);
  }

  @Operation(summary = "How far an erasure is")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<PersonErasure> get(@PathVariable UUID id) {
    return tags.answer(erasures.get(id));
  }

  @Operation(summary = "Erasures of the company, the newest first")
  @GetMapping(produces = "application/json")
  Page<PersonErasure> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return erasures.list(new Page.Range(page, pageSize));
  }
}
