package org.teei.csr.activities.impactin.vendors;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What a body says, in either of its forms.
 *
 * @param success null where it does not say
 * @param code of the refusal
 * @param status of the processing, where the platform was asked
 */
record Reply(
    @Nullable Boolean success,
    @Nullable String transactionId,
    @Nullable String code,
    @Nullable String status) {

  private static final int LONGEST_ID = 200;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Empty if it is no whole JSON object. */
  static Optional<Reply> json(byte[] body) {
    try {
      JsonNode node = JSON.readTree(body);
      if (!node.isObject()) {
        return Optional.empty();
      }
      return Optional.of(
          new Reply(
              node.path("success").isBoolean() ? node.path("success").booleanValue() : null,
              id(node.path("transactionId").textValue()),
              node.path("error").path("code").textValue(),
              node.path("status").textValue()));
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /** Empty if it is no whole envelope of SOAP 1.1. */
  static Optional<Reply> soap(byte[] body) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Document document = builder.parse(new ByteArrayInputStream(body));
      if (!"Envelope".equals(document.getDocumentElement().getLocalName())) {
        return Optional.empty();
      }
      boolean fault = text(document, "faultcode") != null;
      return Optional.of(
          new Reply(
              !fault && "true".equals(text(document, "Success")),
              id(text(document, "Transaction_ID")),
              fault ? text(document, "Code") : null,
              null));
    } catch (SAXException | IOException notXml) {
      return Optional.empty();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("Every JDK parses XML safely", e);
    }
  }

  private static @Nullable String text(Document document, String name) {
    NodeList found = document.getElementsByTagNameNS("*", name);
    Node first = found.getLength() == 0 ? null : found.item(0);
    return first == null ? null : first.getTextContent().strip();
  }

  /** One that fits into a column and a log line. */
  private static @Nullable String id(@Nullable String text) {
    return text == null
            || text.isBlank()
            || text.length() > LONGEST_ID
            || text.chars().anyMatch(Character::isISOControl)
        ? null
        : text;
  }
}
