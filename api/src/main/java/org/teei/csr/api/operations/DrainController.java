package org.teei.csr.api.operations;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.EntityTags;

/** Switches that hold runs before their next side effect. */
@Tag(name = "operations")
@Requires(Permission.OPERATIONS_READ)
@RestController
@RequestMapping("/v1/operations/drains")
final class DrainController {
  private final DrainSwitches switches;
  private final EntityTags tags;

  DrainController(DrainSwitches switches, EntityTags tags) {
    this.switches = switches;
    this.tags = tags;
  }

  /** Why; not for personal data. */
  record DrainRequest(
      @Schema(example = "Maintenance of the database") @NotBlank @Size(max = 500) String reason) {}

  /**
   * A switch that is set: what it covers is {@code feature:…}, {@code tenant:…}, one feature of a
   * tenant as {@code tenant:…:…}, or {@code vendor:…}. Where too many steps parked at once, the
   * actor is {@code brake}.
   *
   * @param reason not shown to the platform's staff where the switch is of one tenant
   */
  record DrainSwitch(
      @Schema(example = "feature:imports") String scope,
      @Nullable String reason,
      String actor,
      Instant setAt) {}

  @Operation(summary = "Switches that are set")
  @GetMapping(produces = "application/json")
  List<DrainSwitch> list() {
    return switches.list();
  }

  @Operation(summary = "One switch; 404 where it is not set")
  @GetMapping(path = "/{scope}", produces = "application/json")
  ResponseEntity<DrainSwitch> get(@PathVariable String scope) {
    return tags.answer(switches.get(scope));
  }

  @Requires(Permission.DRAIN)
  @Operation(summary = "Hold the runs that the scope covers")
  @PutMapping(path = "/{scope}", produces = "application/json")
  DrainSwitch set(@PathVariable String scope, @Valid @RequestBody DrainRequest request) {
    return switches.set(scope, request.reason());
  }

  @Requires(Permission.DRAIN)
  @Operation(summary = "Let the runs go on")
  @DeleteMapping("/{scope}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void lift(@PathVariable String scope) {
    switches.lift(scope);
  }
}
