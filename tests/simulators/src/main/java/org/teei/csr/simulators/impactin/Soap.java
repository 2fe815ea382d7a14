package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Reads SOAP 1.1, as far as the one operation needs it; namespaces of the report do not matter. */
final class Soap {
  static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";

  private static final Set<String> LISTS = Set.of("volunteerActivities", "programEnrollments");
  private static final Set<String> NUMBERS =
      Set.of("volunteerHours", "participantCount", "enrollmentCount", "completionCount");

  private Soap() {}

  static Optional<Element> envelope(byte[] body) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Document document = builder.parse(new ByteArrayInputStream(body));
      return Optional.of(document.getDocumentElement())
          .filter(root ->
              "Envelope".equals(root.getLocalName()) && ENVELOPE.equals(root.getNamespaceURI()));
    } catch (SAXException | IOException e) {
      return Optional.empty();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Down a path of names, from an element to the first that fits. */
  static Optional<Element> find(Element from, String... names) {
    Optional<Element> found = Optional.of(from);
    for (String name : names) {
      found = found.flatMap(element -> children(element, name).stream().findFirst());
    }
    return found;
  }

  static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  private static List<Element> children(Element parent, String name) {
    return children(parent).stream().filter(child -> name.equals(child.getLocalName())).toList();
  }

  /**
   * A report whose elements are named as the members in JSON are. A list is the repeated element.
   */
  static ObjectNode report(Element element) {
    ObjectNode report = Json.object();
    for (Element child : children(element)) {
      String name = child.getLocalName();
      if (LISTS.contains(name)) {
        ArrayNode list = report.withArray(name);
        if (!children(child).isEmpty()) {
          list.add(report(child));
        }
      } else if (!children(child).isEmpty()) {
        report.set(name, report(child));
      } else if (NUMBERS.contains(name)) {
        putNumber(report, name, child.getTextContent().strip());
      } else {
        report.put(name, child.getTextContent().strip());
      }
    }
    return report;
  }

  private static void putNumber(ObjectNode report, String name, String text) {
    try {
      var number = new BigDecimal(text);
      if (number.scale() <= 0) {
        report.put(name, number.toBigIntegerExact());
      } else {
        report.put(name, number);
      }
    } catch (NumberFormatException e) {
      report.put(name, text);
    }
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
