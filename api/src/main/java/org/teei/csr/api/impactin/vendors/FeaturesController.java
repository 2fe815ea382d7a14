package org.teei.csr.api.impactin.vendors;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.EntityTags;

/** Switches of platforms. */
@Tag(name = "impact-in")
@Requires(Permission.VENDORS_MANAGE)
@RestController
@RequestMapping("/v1/impact-in/features/{companyId}")
final class FeaturesController {
  private final Features features;
  private final EntityTags tags;

  FeaturesController(Features features, EntityTags tags) {
    this.features = features;
    this.tags = tags;
  }

  /**
   * Whether figures go to a platform.
   *
   * @param environment what the installation says
   * @param company what the company says; null where it says nothing, which counts as yes
   * @param effective whether both say yes
   */
  @Schema(name = "VendorFeature")
  record Feature(boolean environment, @Nullable Boolean company, boolean effective) {}

  /**
   * The switches of a company.
   *
   * @param environment the installation's, whose switches these are
   */
  @Schema(name = "VendorFeatures")
  record All(
      String companyId,
      @Schema(example = "production") String environment,
      Map<String, Feature> platforms) {}

  @Schema(name = "VendorFeaturesRequest")
  record FeaturesRequest(
      @Schema(description = "Nothing is said where it is left out.") @Nullable Boolean benevity,
      @Nullable Boolean goodera,
      @Nullable Boolean workday,
      @Nullable Boolean file) {}

  @Operation(summary = "Whether figures of the company go to each platform")
  @GetMapping(produces = "application/json")
  ResponseEntity<All> get(@PathVariable String companyId) {
    return tags.answer(features.get(companyId));
  }

  @Operation(
      summary = "Switch platforms on or off for the company",
      description =
          "For this environment only. A delivery that is under way is refused at its next attempt once its platform is off.")
  @PutMapping(consumes = "application/json", produces = "application/json")
  All put(@PathVariable String companyId, @Valid @RequestBody FeaturesRequest request) {
    return features.put(companyId, request);
  }
}
