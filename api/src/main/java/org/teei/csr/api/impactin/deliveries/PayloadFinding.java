package org.teei.csr.api.impactin.deliveries;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.teei.csr.engines.impactin.Payload;

/**
 * Something that the platform's schema does not allow.
 *
 * @param path of the value
 */
@Schema(name = "PayloadFinding")
public record PayloadFinding(
    @Schema(example = "metrics[0].metricValue") String path,
    @Schema(example = "is below 0") String message) {

  public static List<PayloadFinding> of(Payload payload) {
    return payload.findings().stream()
        .map(finding -> new PayloadFinding(finding.path(), finding.message()))
        .toList();
  }
}
