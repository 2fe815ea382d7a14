package org.teei.csr.activities.impactin.vendors;

import org.teei.csr.activities.impactin.vendors.Connection.SignIn;

/** A report in SOAP 1.1, with a UsernameToken of WS-Security 1.0 and its password as text. */
final class SoapEnvelope {
  static final String ACTION = "Submit_CSR_Impact_Report";

  private static final String ENVELOPE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"\
      ><soap:Header><wsse:Security soap:mustUnderstand="1" \
      xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"\
      ><wsse:UsernameToken><wsse:Username>%s</wsse:Username><wsse:Password \
      Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText"\
      >%s</wsse:Password></wsse:UsernameToken></wsse:Security></soap:Header><soap:Body\
      ><Submit_CSR_Impact_Report xmlns="urn:com.workday/bsvc"><CSR_Impact_Report\
      >%s</CSR_Impact_Report></Submit_CSR_Impact_Report></soap:Body></soap:Envelope>\
      """;

  private SoapEnvelope() {}

  /**
   * @param report JSON, to the byte what a delivery shows
   */
  static String of(SignIn signIn, String report) {
    return ENVELOPE.formatted(
        escaped(signIn.value("username")), escaped(signIn.value("password")), escaped(report));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
