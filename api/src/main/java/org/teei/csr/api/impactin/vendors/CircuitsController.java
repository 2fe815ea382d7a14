package org.teei.csr.api.impactin.vendors;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;

/** Circuits to platforms: whether anything is sent to an address now. */
@Tag(name = "operations")
@Requires(Permission.OPERATIONS_READ)
@RestController
@RequestMapping("/v1/operations/circuits")
final class CircuitsController {
  private final VendorCircuits circuits;

  CircuitsController(VendorCircuits circuits) {
    this.circuits = circuits;
  }

  /** What a circuit can be made to be by hand. */
  enum Wanted {
    OPEN,
    CLOSED;

    @JsonValue
    String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why; not for personal data. */
  @Schema(name = "VendorCircuitRequest")
  record CircuitRequest(
      @Schema(example = "open") @NotNull Wanted state,
      @Schema(example = "Maintenance of the platform until Monday") @NotBlank @Size(max = 500)
          String reason) {}

  /**
   * A circuit.
   *
   * @param state {@code closed}, {@code open} or, while it is tried, {@code half-open}
   * @param openUntil when it is tried; null where it is not open, or was opened by hand
   * @param actor {@code system}, or who opened or closed it
   */
  @Schema(name = "VendorCircuit")
  record Circuit(
      @Schema(example = "benevity") String platform,
      @Schema(example = "api.benevity.com") String host,
      @Schema(example = "open") String state,
      @Nullable Instant openUntil,
      String actor,
      @Nullable String reason,
      Instant changedAt) {}

  /** Circuits that have ever been open. */
  @Schema(name = "VendorCircuits")
  record All(List<Circuit> circuits) {}

  @Operation(
      summary = "Circuits that have ever been open",
      description =
          "A company sees those of addresses that it is connected to; the platform's staff see all.")
  @GetMapping(produces = "application/json")
  All list() {
    return new All(circuits.list());
  }

  @Requires(Permission.CIRCUITS)
  @Operation(
      summary = "Open or close a circuit by hand",
      description =
          "What is opened stays open until it is closed by hand. All companies of an address share its circuit: a company decides about addresses that no other one is connected to.")
  @PutMapping(
      path = "/{platform}/{host}",
      consumes = "application/json",
      produces = "application/json")
  Circuit set(
      @Parameter(example = "benevity") @PathVariable String platform,
      @Parameter(example = "api.benevity.com") @PathVariable String host,
      @Valid @RequestBody CircuitRequest request) {
    return circuits.set(platform, host, request);
  }
}
