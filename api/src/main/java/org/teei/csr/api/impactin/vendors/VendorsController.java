package org.teei.csr.api.impactin.vendors;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;

/** Where a company's impact figures go, and by which credentials. */
@Tag(name = "impact-in")
@Requires(Permission.VENDORS_MANAGE)
@RestController
@RequestMapping("/v1/impact-in/vendors")
final class VendorsController {
  private final VendorConnections connections;

  VendorsController(VendorConnections connections) {
    this.connections = connections;
  }

  /** All that a company is connected to. */
  @Schema(name = "VendorConnections")
  record All(List<VendorConnection> vendors) {}

  @Schema(name = "VendorConnectionRequest")
  record VendorRequest(
      @Schema(
              example = "https://api.benevity.com",
              description = "Without the path of the API; none for a file.")
          @Size(min = 1, max = 500)
          @Nullable String endpoint,
      @Schema(example = "rest", description = "soap is for Workday; rest where it is left out.")
          @Nullable Protocol protocol,
      @Schema(
              example = "bearer",
              description = "The usual one of the platform where it is left out.")
          @Nullable Auth auth,
      @Schema(example = "1.0", description = "1.0 where it is left out.") @Size(min = 1, max = 20)
          @Nullable String apiVersion,
      @Schema(
              example = "{\"organizationId\":\"org-17\",\"programId\":\"teei-integration\"}",
              description =
                  "Ids and names on the platform: organizationId, programId, programName, programDescription (Benevity), projectId (Goodera), workdayTenant (Workday), form (file: json or csv).")
          @NotNull
          @Size(max = 10)
          Map<@NotBlank @Size(max = 50) String, @NotBlank @Size(max = 200) String> mapping,
      @Schema(
              example = "60",
              description =
                  "Calls in a minute that the company has agreed on with the platform; the number of the installation where it is left out.")
          @Min(1)
          @Max(10_000)
          @Nullable Integer perMinute) {}

  /** Not shown by {@link #toString()}. */
  @Schema(name = "VendorCredentialsRequest")
  record CredentialsRequest(
      @Schema(example = "not-a-real-key", description = "For bearer and api-key.")
          @Size(min = 4, max = 4_000)
          @Nullable String apiKey,
      @Schema(example = "not-a-real-client", description = "For oauth2.") @Size(min = 4, max = 500)
          @Nullable String clientId,
      @Schema(example = "not-a-real-secret", description = "For oauth2.")
          @Size(min = 4, max = 4_000)
          @Nullable String clientSecret,
      @Schema(example = "not-a-real-user", description = "For username-token.")
          @Size(min = 4, max = 500)
          @Nullable String username,
      @Schema(example = "not-a-real-password", description = "For username-token.")
          @Size(min = 4, max = 4_000)
          @Nullable String password) {

    @Override
    public String toString() {
      return "CredentialsRequest[]";
    }
  }

  @Operation(summary = "Platforms that the company is connected to")
  @GetMapping(produces = "application/json")
  All list() {
    return new All(connections.list());
  }

  @Operation(summary = "One connection")
  @GetMapping(path = "/{platform}", produces = "application/json")
  ResponseEntity<VendorConnection> get(
      @Parameter(example = "benevity") @PathVariable String platform) {
    return connections.get(platform).answer();
  }

  @Operation(
      summary = "Connect a platform, or change the connection",
      description =
          "If-Match is the ETag of the connection as it was read; none where there is no connection yet. Another address, or another kind of credentials, forgets the credentials: they are never sent where they were not meant for.")
  @PutMapping(path = "/{platform}", consumes = "application/json", produces = "application/json")
  ResponseEntity<VendorConnection> put(
      @Parameter(example = "benevity") @PathVariable String platform,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody VendorRequest request) {
    return connections.put(platform, ifMatch, request).answer();
  }

  @Operation(
      summary = "Disconnect a platform",
      description = "Its credentials are gone with the connection; deliveries stay on record.")
  @DeleteMapping("/{platform}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      @Parameter(example = "benevity") @PathVariable String platform,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    connections.delete(platform, ifMatch);
  }

  @Operation(
      summary = "Set credentials",
      description =
          "They are kept encrypted and shown nowhere. Where there are some already, these are the next ones: they take over once the platform refuses those before, so that they may be set before or after the platform knows them. immediately=true forgets those before at once.")
  @PutMapping(
      path = "/{platform}/credentials",
      consumes = "application/json",
      produces = "application/json")
  ResponseEntity<VendorConnection> setCredentials(
      @Parameter(example = "benevity") @PathVariable String platform,
      @RequestParam(defaultValue = "false") boolean immediately,
      @Valid @RequestBody CredentialsRequest request) {
    return connections.setCredentials(platform, immediately, request).answer();
  }
}
