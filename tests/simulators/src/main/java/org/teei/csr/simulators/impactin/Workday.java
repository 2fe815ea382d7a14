package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.teei.csr.simulators.impactin.Ledger.Report;
import org.teei.csr.simulators.shared.Reply;
import org.teei.csr.simulators.shared.Request;
import org.w3c.dom.Element;

/** Access token by REST, user and password by SOAP; no idempotency keys and nobody to ask. */
final class Workday {
  static final String SERVICES = "/workday/ccx/service/";

  private static final String INVALID = "ACTIVITY_INVALID";
  private static final String SERVICE = "/CSR_Impact_Report";
  private static final String ACTION = "Submit_CSR_Impact_Report";

  private final Intake intake;
  private final Limits limits;
  private final Access access;

  Workday(Intake intake, Limits limits, Access access) {
    this.intake = intake;
    this.limits = limits;
    this.access = access;
  }

  Reply submit(Request request) {
    access.requireToken(Platform.WORKDAY, request);
    String tenant =
        request
            .header("X-Workday-Tenant")
            .orElseThrow(() -> new Refused(400, "TENANT_INVALID", "There is no X-Workday-Tenant."));
    JsonNode report = Shapes.require(Shapes.WORKDAY, request.body(), INVALID);
    return submit(Dialect.JSON, request, tenant, report, request.body());
  }

  /** {@code /workday/ccx/service/<tenant>/CSR_Impact_Report}. */
  Reply submitBySoap(Request request) {
    String tail = request.path().substring(SERVICES.length());
    if (!tail.endsWith(SERVICE)) {
      throw new Refused(404, "NOT_FOUND", "There is no such service.");
    }
    String action = request.header("SOAPAction").orElse("").replace("\"", "");
    if (!action.endsWith(ACTION)) {
      throw new Refused(400, INVALID, "The SOAPAction is " + ACTION + ".");
    }
    Element envelope =
        Soap.envelope(request.body())
            .orElseThrow(() -> new Refused(400, INVALID, "The body is no SOAP 1.1 envelope."));
    requireUser(envelope);
    Element element =
        Soap.find(envelope, "Body", ACTION, "CSR_Impact_Report")
            .orElseThrow(
                () -> new Refused(400, INVALID, "There is no " + ACTION + "/CSR_Impact_Report."));
    JsonNode report = report(element);
    Shapes.require(Shapes.WORKDAY, report, INVALID);
    return submit(
        Dialect.SOAP,
        request,
        tail.substring(0, tail.length() - SERVICE.length()),
        report,
        hashed(element, report));
  }

  /** The report as JSON in the text of the element, or as elements of the same names. */
  private static JsonNode report(Element element) {
    if (Soap.children(element).isEmpty()) {
      return Json.read(element.getTextContent().strip().getBytes(StandardCharsets.UTF_8))
          .orElseThrow(() -> new Refused(422, INVALID, "CSR_Impact_Report holds no report."));
    }
    ObjectNode report = Soap.report(element);
    report.withArray("volunteerActivities");
    report.withArray("programEnrollments");
    return report;
  }

  private static byte[] hashed(Element element, JsonNode report) {
    String text =
        Soap.children(element).isEmpty() ? element.getTextContent().strip() : report.toString();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void requireUser(Element envelope) {
    Optional<Element> token = Soap.find(envelope, "Header", "Security", "UsernameToken");
    for (String part : List.of("Username", "Password")) {
      String value =
          token.flatMap(found -> Soap.find(found, part)).map(Element::getTextContent).orElse("");
      if (value.isBlank() || value.equals(Access.WRONG)) {
        throw Refused.credentials("The UsernameToken is not known.");
      }
    }
  }

  private Reply submit(
      Dialect dialect, Request request, String tenant, JsonNode report, byte[] hashed) {
    if (intake.settings().limits()) {
      limits.count(Platform.WORKDAY, tenant);
    }
    String organization = report.get("organizationId").textValue();
    if (tenant.isBlank() || tenant.equals("unknown") || organization.equals("unknown")) {
      throw new Refused(404, "TENANT_INVALID", "There is no such tenant.");
    }
    JsonNode period = report.get("reportingPeriod");
    return intake.submit(
        Platform.WORKDAY,
        dialect,
        request,
        null,
        List.of(
            new Report(
                organization,
                "",
                period.get("startDate").textValue() + "/" + period.get("endDate").textValue(),
                Json.sha256(hashed),
                report.get("volunteerActivities").findValuesAsText("activityId"))));
  }
}
