package org.teei.csr.activities.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.profiles.TimelineProjection;
import org.teei.csr.engines.imports.EventRule;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchemas;

class EventTypesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EventType rating = EventTypes.of("kintell.rating.created").orElseThrow();

  @Test
  void eachEventThatAnImportSetsOffHasAContract() {
    for (ImportKind kind : ImportKind.values()) {
      assertThat(ImportSchemas.events(kind))
          .extracting(EventRule::eventType)
          .allSatisfy(type -> assertThat(EventTypes.of(type)).isPresent());
    }
  }

  @Test
  void eachTypeThatTheTimelineTakesHasAContract() {
    assertThat(new TimelineProjection().types())
        .allSatisfy(type -> assertThat(EventTypes.of(type)).isPresent());
  }

  @Test
  void typesAndFieldsAreNamedOnce() {
    assertThat(EventTypes.all()).extracting(EventType::type).doesNotHaveDuplicates();
    for (EventType type : EventTypes.all()) {
      assertThat(type.fields()).extracting(EventType.Field::name).doesNotHaveDuplicates();
    }
  }

  @Test
  void noFieldTakesFreeText() {
    Set<String> texts = new HashSet<>();
    for (EventType type : EventTypes.all()) {
      for (EventType.Field field : type.fields()) {
        if (field.form().accepts().test(JSON.getNodeFactory().textNode("any words at all"))) {
          texts.add(field.name());
        }
      }
    }
    assertThat(texts).containsExactlyInAnyOrder("externalSessionId", "provider", "courseId");
  }

  @Test
  void dataByTheContractHaveNoViolations() throws Exception {
    assertThat(rating.violations(JSON.readTree(rating("0.75", "participant")))).isEmpty();
  }

  @Test
  void violationsNameTheFieldAndNeverTheValue() throws Exception {
    assertThat(rating.violations(JSON.readTree(rating("7.5", "spectator"))))
        .containsExactly(
            "fromRole is not: participant | volunteer", "rating is not: number, 0.0 to 1.0");
    assertThat(rating.violations(JSON.readTree("{\"comments\":\"secret\"}")))
        .contains("ratingId is missing", "comments is not part of the contract")
        .noneMatch(violation -> violation.contains("secret"));
    assertThat(rating.violations(JSON.readTree("[]"))).isNotEmpty();
  }

  private static String rating(String value, String role) {
    return """
    {"ratingId":"%s","sessionId":"%s","fromRole":"%s","rating":%s,"createdAt":"2026-01-02T03:04:05Z"}
    """
        .formatted(UUID.randomUUID(), UUID.randomUUID(), role, value);
  }
}
