package org.teei.csr.engines.impactin;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {
  @ParameterizedTest
  @CsvSource({
    "BENEVITY, metrics[volunteer_hours].metricValue",
    "GOODERA, impactDimensions[volunteer_hours].value",
    "WORKDAY, volunteerActivities[volunteer].volunteerHours",
    "FILE, figures[hours].value",
  })
  void namesTheValueThatMoved(Platform platform, String path) {
    assertThat(between(Frozen.mapping(platform), hours("200.00")))
        .containsExactly(new Difference(path, "187.5", "200"));
  }

  @Test
  void readsTablesToo() {
    assertThat(between(Mapping.of(Platform.FILE, Map.of("form", "csv")), hours("200.00")))
        .containsExactly(new Difference("figures[hours].value", "187.5", "200"));
  }

  @Test
  void anEntryThatIsLeftOutDoesNotMoveItsNeighbours() {
    assertThat(
            between(
                Frozen.mapping(Platform.BENEVITY),
                Frozen.with(Frozen.share("integration", "0.5", 2L))))
        .containsExactly(
            new Difference("metrics[outcome_score integration].category", "integration", null),
            new Difference("metrics[outcome_score integration].metricType", "outcome_score", null),
            new Difference("metrics[outcome_score integration].metricUnit", "score", null),
            new Difference("metrics[outcome_score integration].metricValue", "0.512", null));
  }

  @Test
  void tellsWhatIsNew() {
    assertThat(
            between(
                Frozen.mapping(Platform.GOODERA),
                Frozen.with(Frozen.share("belonging", "0.25", 8L))))
        .contains(new Difference("impactDimensions[belonging].value", null, "25"));
  }

  private static List<Difference> between(Mapping mapping, ReportedFigures after) {
    return Difference.between(
        Payload.of(Frozen.figures(), mapping).bytes(), Payload.of(after, mapping).bytes());
  }

  private static ReportedFigures hours(String hours) {
    return Frozen.with(
        new ReportedFigure(
            "hours", new BigDecimal(hours), "hours", null, "hours-of-sessions/1", null));
  }
}
