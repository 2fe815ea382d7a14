package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.teei.csr.simulators.impactin.Ledger.Report;
import org.teei.csr.simulators.shared.Reply;
import org.teei.csr.simulators.shared.Request;

/** Bearer key, idempotency keys that can be asked about. */
final class Benevity {
  private static final String INVALID = "INVALID_METRIC";

  private final Intake intake;
  private final Limits limits;

  Benevity(Intake intake, Limits limits) {
    this.intake = intake;
    this.limits = limits;
  }

  Reply submit(Request request) {
    requireKey(request);
    if (!request.header("X-API-Version").orElse("").equals("1.0")) {
      throw new Refused(400, INVALID, "X-API-Version is 1.0.");
    }
    JsonNode report = Shapes.require(Shapes.BENEVITY, request.body(), INVALID);
    String organization = report.get("organizationId").textValue();
    if (intake.settings().limits()) {
      limits.count(Platform.BENEVITY, organization);
    }
    if (organization.equals("unknown")) {
      throw new Refused(404, "ORG_NOT_FOUND", "There is no such organization.");
    }
    JsonNode period = report.get("reportingPeriod");
    return intake.submit(
        Platform.BENEVITY,
        Dialect.JSON,
        request,
        request.header("Idempotency-Key").orElse(null),
        List.of(
            new Report(
                organization,
                "",
                period.get("startDate").textValue() + "/" + period.get("endDate").textValue(),
                Json.sha256(request.body()),
                List.of())));
  }

  Reply ask(Request request) {
    requireKey(request);
    return intake.ask(Platform.BENEVITY, request);
  }

  private static void requireKey(Request request) {
    Access.requireKey(
        Access.bearer(request).orElseThrow(() -> Refused.credentials("There is no bearer key.")));
  }
}
