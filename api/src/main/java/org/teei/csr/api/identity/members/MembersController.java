package org.teei.csr.api.identity.members;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.Versions;

/** Who signs in for a company, or for the platform, and what they may do. */
@Tag(name = "identity")
@Requires(Permission.MEMBERS_MANAGE)
@RestController
@RequestMapping(MembersController.PATH)
final class MembersController {
  static final String PATH = "/v1/admin/members";

  private final Members members;

  MembersController(Members members) {
    this.members = members;
  }

  /** Somebody who may sign in. Not shown by {@link #toString()}. */
  record Member(
      UUID id,
      @Schema(example = "person@example.org") String email,
      @Schema(example = "[\"company_user\"]") List<String> roles,
      Instant createdAt,
      String createdBy,
      Instant changedAt) {

    @Override
    public String toString() {
      return "Member[id=" + id + "]";
    }
  }

  /** Not shown by {@link #toString()}. */
  record NewMember(
      @Schema(example = "person@example.org") @NotBlank @Email @Size(max = 254) String email,
      @Schema(example = "[\"company_user\"]") @NotEmpty @Size(max = 7)
          List<@NotNull String> roles) {

    @Override
    public String toString() {
      return "NewMember[roles=" + roles + "]";
    }
  }

  record Roles(
      @Schema(example = "[\"company_user\"]") @NotEmpty @Size(max = 7)
          List<@NotNull String> roles) {}

  @Operation(summary = "Members in the order in which they were added")
  @GetMapping(produces = "application/json")
  Page<Member> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return members.list(new Page.Range(page, pageSize));
  }

  @Operation(summary = "One member")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<Member> get(@PathVariable UUID id) {
    return members.get(id).answer();
  }

  @Operation(
      summary = "Add a member",
      description =
          "From then on the person signs in with a provider that vouches for the address. No mail is sent.")
  @ApiResponse(
      responseCode = "201",
      description = "Added; Location is the member",
      content = @Content(schema = @Schema(implementation = Member.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> add(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewMember request) {
    return members.add(request, key);
  }

  @Operation(
      summary = "Give a member these roles instead",
      description =
          "If-Match is the ETag of the member as it was read. Access tokens with the roles before are revoked.")
  @PutMapping(path = "/{id}/roles", produces = "application/json")
  ResponseEntity<Member> replaceRoles(
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody Roles request) {
    return members.replaceRoles(id, Versions.required(ifMatch), request.roles()).answer();
  }

  @Operation(summary = "End a membership", description = "Access tokens of the member are revoked.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable UUID id) {
    members.remove(id);
  }
}
