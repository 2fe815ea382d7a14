package org.teei.csr.engines.impactin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** One snapshot, one payload: to the byte, wherever and whenever it is built. */
class PayloadPropertiesTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Property
  void neitherOrderNorPlaceMattersToTheBytes(
      @ForAll("snapshots") List<ReportedFigure> figures,
      @ForAll Platform platform,
      @ForAll("places") Locale place,
      @ForAll Random random) {
    byte[] here = payload(figures, platform).bytes();

    List<ReportedFigure> shuffled = new ArrayList<>(figures);
    Collections.shuffle(shuffled, random);
    Locale before = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(place);
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
      assertThat(payload(shuffled, platform).bytes()).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
      TimeZone.setDefault(zone);
    }
  }

  /** PostgreSQL keeps the members of a jsonb in an order of its own. */
  @Property(tries = 50)
  void theOrderOfMembersInTheSnapshotDoesNotMatter(@ForAll Platform platform, @ForAll Random random)
      throws Exception {
    List<JsonNode> figures = new ArrayList<>();
    for (JsonNode figure : JSON.readTree(Frozen.COLUMN)) {
      List<String> names = new ArrayList<>();
      figure.fieldNames().forEachRemaining(names::add);
      Collections.shuffle(names, random);
      ObjectNode other = JSON.createObjectNode();
      names.forEach(name -> other.set(name, figure.get(name)));
      figures.add(other);
    }
    Collections.shuffle(figures, random);

    assertThat(
            Payload.of(
                    ReportedFigures.of(
                        "demo", Frozen.MARCH, Frozen.AT, JSON.writeValueAsString(figures)),
                    Frozen.mapping(platform))
                .sha256())
        .isEqualTo(Payload.of(Frozen.figures(), Frozen.mapping(platform)).sha256());
  }

  @Property
  void keepsToTheSchemaAndTellsNothingOfFewPeople(
      @ForAll("snapshots") List<ReportedFigure> figures, @ForAll Platform platform) {
    Payload payload = payload(figures, platform);

    assertThat(payload.findings()).isEmpty();
    assertThat(figures)
        .filteredOn(figure -> figure.isOutcome() && figure.people() != null && figure.people() < 5)
        .allSatisfy(figure ->
            assertThat(new String(payload.bytes(), StandardCharsets.UTF_8))
                .doesNotContain(figure.name() + "\""));
  }

  @Property
  void differsFromItselfInNothing(
      @ForAll("snapshots") List<ReportedFigure> figures, @ForAll Platform platform) {
    byte[] bytes = payload(figures, platform).bytes();

    assertThat(Difference.between(bytes, bytes)).isEmpty();
  }

  private static Payload payload(List<ReportedFigure> figures, Platform platform) {
    return Payload.of(
        new ReportedFigures("demo", Frozen.MARCH, Frozen.AT, figures), Frozen.mapping(platform));
  }

  @Provide
  Arbitrary<Locale> places() {
    return Arbitraries.of(
        Locale.forLanguageTag("tr-TR"),
        Locale.forLanguageTag("ar-EG-u-nu-arab"),
        Locale.forLanguageTag("nb-NO"),
        Locale.forLanguageTag("hi-IN-u-nu-deva"),
        Locale.ROOT);
  }

  @Provide
  Arbitrary<List<ReportedFigure>> snapshots() {
    Arbitrary<BigDecimal> counts =
        Arbitraries.longs().between(0, 1_000_000_000_000L).map(BigDecimal::valueOf);
    Arbitrary<BigDecimal> hours =
        Arbitraries.bigDecimals().between(BigDecimal.ZERO, new BigDecimal("1000000000")).ofScale(2);
    return Combinators.combine(counts, counts, counts, hours, outcomes(), outcomes(), outcomes())
        .as((participants, volunteers, sessions, worked, level, integration, progress) ->
            List.of(
                figure("participants", participants, "people", participants.longValue()),
                figure("volunteers", volunteers, "people", volunteers.longValue()),
                figure("sessions", sessions, "count", null),
                figure("hours", worked, "hours", null),
                figure("languageLevel", level.value(), "share", level.people()),
                figure("integration", integration.value(), "share", integration.people()),
                figure("languageProgress", progress.value(), "share", progress.people())));
  }

  private record Share(BigDecimal value, Long people) {}

  private static Arbitrary<Share> outcomes() {
    return Combinators.combine(
            Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, BigDecimal.ONE)
                .ofScale(4)
                .injectNull(0.2),
            Arbitraries.longs().between(0, 12).injectNull(0.1))
        .as(Share::new);
  }

  private static ReportedFigure figure(String name, BigDecimal value, String unit, Long people) {
    return new ReportedFigure(name, value, unit, people, "any/1", value == null ? "no-rows" : null);
  }
}
