package org.teei.csr.api.profiles;

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

/** Finding that two profiles are of one person, which takes two people. */
@Tag(name = "profiles")
@Requires(Permission.PROFILES_MERGE)
@RestController
@RequestMapping(ProfileMergesController.PATH)
final class ProfileMergesController {
  static final String PATH = "/v1/profile-merges";

  private final ProfileMerges merges;
  private final EntityTags tags;

  ProfileMergesController(ProfileMerges merges, EntityTags tags) {
    this.merges = merges;
    this.tags = tags;
  }

  /**
   * Which profile is merged, and how that is known.
   *
   * @param personId becomes an alias
   * @param intoId stays
   */
  record MergeRequest(
      @NotNull UUID personId,
      @NotNull UUID intoId,
      @Schema(example = "person_confirmed") @NotNull MergeReason reason) {}

  @Operation(
      summary = "Ask to merge a profile into another",
      description =
          "Nothing is merged before somebody else approves; after seven days the request lapses. Two who took part in something together are refused.")
  @ApiResponse(
      responseCode = "201",
      description = "Asked for; Location is the merge",
      content = @Content(schema = @Schema(implementation = ProfileMerge.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody MergeRequest request) {
    return merges.create(request, key);
  }

  @Operation(
      summary = "Approve a merge that somebody else asked for",
      description =
          "The one profile is an alias of the other from now on; what belongs to either is shown with the one that stays. Approving it again changes nothing; who asked is refused.")
  @PostMapping(path = "/{id}/approve", produces = "application/json")
  ProfileMerge approve(@PathVariable UUID id) {
    return merges.approve(id);
  }

  @Operation(
      summary = "Withdraw a merge that nobody has approved",
      description =
          "Whoever may ask may: to refuse it, or to take it back. It stays in the list, and can be asked for anew. Withdrawing it again changes nothing.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(@PathVariable UUID id) {
    merges.withdraw(id);
  }

  @Operation(summary = "How far a merge is")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<ProfileMerge> get(@PathVariable UUID id) {
    return tags.answer(merges.get(id));
  }

  @Operation(summary = "Merges of the company, the newest first")
  @GetMapping(produces = "application/json")
  Page<ProfileMerge> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return merges.list(new Page.Range(page, pageSize));
  }
}
