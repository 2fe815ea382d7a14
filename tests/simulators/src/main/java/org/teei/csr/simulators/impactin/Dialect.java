package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.databind.JsonNode;
import org.teei.csr.simulators.shared.Reply.Answer;

/** How a platform words its answers. */
enum Dialect {
  JSON {
    @Override
    Answer accepted(JsonNode answer) {
      return Answer.json(200, answer.toString());
    }

    @Override
    Answer refusal(int status, String code, String message) {
      var body = Json.object().put("success", false);
      body.putObject("error").put("code", code).put("message", message);
      return Answer.json(status, body.toString());
    }

    @Override
    Answer malformed() {
      return Answer.json(200, "{\"success\":true,\"transacti");
    }
  },
  SOAP {
    @Override
    Answer accepted(JsonNode answer) {
      return Answer.xml(
          200,
          envelope(
              """
              <Submit_CSR_Impact_Report_Response>\
              <Success>true</Success><Transaction_ID>%s</Transaction_ID>\
              <Message>%s</Message><Processed_At>%s</Processed_At>\
              </Submit_CSR_Impact_Report_Response>\
              """
                  .formatted(
                      Soap.escaped(answer.path("transactionId").asText()),
                      Soap.escaped(answer.path("message").asText()),
                      Soap.escaped(answer.path("processedAt").asText()))));
    }

    // A fault comes with 500 whatever it is about; that of a limit or an outage keeps its status.
    @Override
    Answer refusal(int status, String code, String message) {
      boolean ours = status >= 500;
      return Answer.xml(
          status == 429 || status == 503 ? status : 500,
          envelope(
              """
              <soap:Fault><faultcode>%s</faultcode><faultstring>%s</faultstring>\
              <detail><Code>%s</Code></detail></soap:Fault>\
              """
                  .formatted(
                      ours ? "soap:Server" : "soap:Client",
                      Soap.escaped(message),
                      Soap.escaped(code))));
    }

    @Override
    Answer malformed() {
      return Answer.xml(200, "<soap:Envelope xmlns:soap=\"" + Soap.ENVELOPE + "\"><soap:Bo");
    }

    private static String envelope(String body) {
      return "<soap:Envelope xmlns:soap=\"%s\"><soap:Body>%s</soap:Body></soap:Envelope>"
          .formatted(Soap.ENVELOPE, body);
    }
  };

  abstract Answer accepted(JsonNode answer);

  abstract Answer refusal(int status, String code, String message);

  /** Says 200 and ends in the middle. */
  abstract Answer malformed();

  Answer refusal(Refused refused) {
    return refusal(refused.status, refused.code, String.valueOf(refused.getMessage()))
        .with(refused.headers);
  }
}
