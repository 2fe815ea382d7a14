package org.teei.csr.api.identity.signin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
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

/** The OpenID providers with which people of a company sign in. */
@Tag(name = "identity")
@Requires(Permission.OIDC_MANAGE)
@RestController
@RequestMapping(SignInRegistrationsController.PATH)
final class SignInRegistrationsController {
  static final String PATH = "/v1/admin/sign-in-registrations";

  private final SignInRegistrations registrations;

  SignInRegistrationsController(SignInRegistrations registrations) {
    this.registrations = registrations;
  }

  /** A provider without the secret of ours there. */
  @Schema(name = "SignInRegistration")
  record Registration(
      @Schema(example = "example-staff") String id,
      @Schema(example = "https://login.example.org") String issuer,
      @Schema(example = "csr-platform") String clientId,
      @Schema(example = "[\"example.org\"]") List<String> hostedDomains,
      @Schema(example = "6d9c2c10-25c1-4a8b-9f3d-0c6f5d3f1a11") @Nullable String entraTenant,
      Instant createdAt,
      String createdBy,
      Instant changedAt) {}

  /** Not shown by {@link #toString()}. */
  @Schema(name = "NewSignInRegistration")
  record NewRegistration(
      @Schema(example = "example-staff", description = "Stands in the address of the sign-in.")
          @NotBlank
          String id,
      @Schema(example = "https://login.example.org") @NotBlank @Size(min = 8, max = 500)
          String issuer,
      @Schema(example = "csr-platform") @NotBlank @Size(max = 300) String clientId,
      @Schema(example = "…") @NotBlank @Size(max = 1_000) String clientSecret,
      @Schema(
              example = "[\"example.org\"]",
              description = "The claim hd has to be one of them; empty for any.")
          @NotNull
          @Size(max = 20)
          List<@NotBlank @Size(max = 253) String> hostedDomains,
      @Schema(
              example = "6d9c2c10-25c1-4a8b-9f3d-0c6f5d3f1a11",
              description = "The claim tid has to be it; for Microsoft Entra.")
          @Size(min = 1, max = 100)
          @Nullable String entraTenant) {

    @Override
    public String toString() {
      return "NewRegistration[]";
    }
  }

  /** Not shown by {@link #toString()}. */
  @Schema(name = "SignInRegistrationReplacement")
  record Replacement(
      @Schema(example = "https://login.example.org") @NotBlank @Size(min = 8, max = 500)
          String issuer,
      @Schema(example = "csr-platform") @NotBlank @Size(max = 300) String clientId,
      @Schema(example = "…", description = "The one before where it is left out.")
          @Size(min = 1, max = 1_000)
          @Nullable String clientSecret,
      @Schema(example = "[\"example.org\"]") @NotNull @Size(max = 20)
          List<@NotBlank @Size(max = 253) String> hostedDomains,
      @Size(min = 1, max = 100) @Nullable String entraTenant) {

    @Override
    public String toString() {
      return "Replacement[]";
    }
  }

  @Operation(summary = "Providers of the company, by id")
  @GetMapping(produces = "application/json")
  Page<Registration> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return registrations.list(new Page.Range(page, pageSize));
  }

  @Operation(summary = "One provider")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<Registration> get(@PathVariable String id) {
    return registrations.get(id).answer();
  }

  @Operation(
      summary = "Set up a provider",
      description =
          "People sign in at /auth/{id}; the provider has to send them back to /auth/{id}/callback. Its word counts in this company only. The secret is encrypted and never shown.")
  @ApiResponse(
      responseCode = "201",
      description = "Set up; Location is the provider",
      content = @Content(schema = @Schema(implementation = Registration.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewRegistration request) {
    return registrations.create(request, key);
  }

  @Operation(
      summary = "Replace a provider",
      description =
          "If-Match is the ETag of the provider as it was read. Who signed in with it before has to sign in again.")
  @PutMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<Registration> replace(
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody Replacement request) {
    return registrations.replace(id, Versions.required(ifMatch), request).answer();
  }

  @Operation(
      summary = "Remove a provider",
      description = "Who signed in with it is signed out at once.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id) {
    registrations.delete(id);
  }
}
