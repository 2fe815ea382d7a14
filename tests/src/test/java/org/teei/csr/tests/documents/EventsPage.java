package org.teei.csr.tests.documents;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.teei.csr.activities.events.EventType;
import org.teei.csr.activities.events.EventTypes;
import org.teei.csr.engines.imports.EventRule;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchemas;

/** The events, from their contracts and the tables of the import schemas. */
final class EventsPage {
  private static final String OURS = EventTypes.class.getPackageName() + ".";

  private EventsPage() {}

  static String content() {
    return Markdown.head("Events", "`EventTypes` and `ImportSchemas`")
        + Javadoc.of(EventTypes.class).text()
        + "\n\n- Envelope: "
        + Javadoc.ofName(OURS + "CloudEvents").text()
        + "\n- Stream: "
        + Javadoc.ofName(OURS + "EventStream").text()
        + "\n\n[Why an outbox](../explanation/why-an-outbox.md) tells how they get from a change to a consumer.\n\n"
        + EventTypes.all().stream().map(EventsPage::type).collect(Collectors.joining())
        + Stream.of(ImportKind.values()).map(EventsPage::rules).collect(Collectors.joining());
  }

  private static String type(EventType type) {
    return "## %s\n\n%s Produced by %s.\n\n"
            .formatted(type.type(), type.description(), Markdown.code(type.feature()))
        + Markdown.table(
            List.of("field of `data`", "always there", "value", "meaning"),
            type.fields().stream()
                .map(field ->
                    List.of(
                        Markdown.code(field.name()),
                        field.required() ? "yes" : "",
                        field.form().words(),
                        field.description()))
                .toList());
  }

  private static String rules(ImportKind kind) {
    return "## What an accepted row of `%s` sets off\n\n".formatted(kind.id())
        + Markdown.table(
            List.of("the row", "and", "event"),
            ImportSchemas.events(kind).stream()
                .map(rule ->
                    List.of(
                        rule.outcome().name().toLowerCase(Locale.ROOT),
                        words(rule.fact()),
                        Markdown.code(rule.eventType())))
                .toList());
  }

  private static String words(EventRule.Fact fact) {
    String doc = Javadoc.of(EventRule.Fact.class, fact.name()).text();
    String name = fact.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return doc.isEmpty() ? name : name + ": " + doc;
  }
}
