package org.teei.csr.tests.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.architecture.Checkout;
import org.yaml.snakeyaml.Yaml;

/** The alerts fire when they should, are about figures that there are, and say what to do. */
class AlertsTest {
  private static final Path FOLDER = Checkout.root().resolve("deploy/alerts");
  private static final Path RULES = FOLDER.resolve("csr.rules.yml");
  private static final Path RUNBOOKS = Checkout.root().resolve("docs/runbooks");
  private static final Pattern METRIC = Pattern.compile("\\b(csr|http|temporal)_[a-z0-9_]+");

  @Test
  void promtoolFindsTheRulesSound() throws Exception {
    Promtool.Verdict verdict = Promtool.run(FOLDER, "", "check", "rules", "csr.rules.yml");

    assertThat(verdict.code()).as(verdict.printed()).isZero();
  }

  @Test
  void eachAlertFiresWhenItShouldAndNotBefore() throws Exception {
    Promtool.Verdict verdict = Promtool.run(FOLDER, "", "test", "rules", "csr.rules.test.yml");

    assertThat(verdict.code()).as(verdict.printed()).isZero();
  }

  @Test
  void eachAlertIsSeenToFireAndNotToFire() {
    JsonNode tests = yaml(FOLDER.resolve("csr.rules.test.yml")).path("tests");

    assertThat(tried(tests, true)).containsExactlyInAnyOrderElementsOf(names());
    assertThat(tried(tests, false)).containsExactlyInAnyOrderElementsOf(names());
  }

  private static Set<String> tried(JsonNode tests, boolean fires) {
    return elements(tests)
        .flatMap(test -> elements(test.path("alert_rule_test")))
        .filter(one -> one.path("exp_alerts").isEmpty() != fires)
        .map(one -> one.path("alertname").asText())
        .collect(Collectors.toSet());
  }

  @Test
  void eachAlertHasARunbookAndEachRunbookAnAlert() {
    assertThat(
            Checkout.files(RUNBOOKS, ".md").stream()
                .map(page -> page.getFileName().toString().replace(".md", "")))
        .containsExactlyInAnyOrderElementsOf(names());
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void anAlertSaysHowBadItIsWhatItMeansAndWhereToReadOn(JsonNode alert) {
    String name = alert.path("alert").asText();

    assertThat(alert.at("/labels/severity").asText()).isIn("warning", "critical");
    assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
    assertThat(alert.at("/annotations/description").asText()).isNotBlank();
    assertThat(alert.at("/annotations/runbook").asText())
        .isEqualTo("docs/runbooks/" + name + ".md");
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void runbooksHaveTheirForm(Path page) {
    List<String> lines = Checkout.text(page).lines().toList();

    assertThat(lines.getFirst()).isEqualTo("# " + page.getFileName().toString().replace(".md", ""));
    assertThat(lines.stream().filter(line -> line.startsWith("## ")))
        .containsExactly("## Meaning", "## Impact", "## Diagnosis", "## Mitigation");
    assertThat(lines).hasSizeLessThan(60);
  }

  /** A rule about a figure that nobody tells never fires, and looks as if all were well. */
  @Test
  void rulesAreAboutFiguresThatApiAndWorkersTellAndPromtoolAcceptsOurs() throws Exception {
    LocalStack stack = LocalStack.shared();
    String api = stack.as("platform", "system_admin").get("/metrics").body();
    String worker =
        new ImportsClient(stack.status().path("worker").asText()).get("/metrics").body();

    assertThat(figures(api + worker)).containsAll(figuresOfRules());
    for (String scrape : List.of(api, worker)) {
      assertThat(Promtool.run(FOLDER, scrape, "check", "metrics").printed().lines())
          .noneMatch(line -> line.startsWith("csr_"))
          .noneMatch(line -> line.startsWith("error while linting"));
    }
  }

  private static Set<String> figures(String scrape) {
    return scrape
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceFirst("[{ ].*", ""))
        .collect(Collectors.toSet());
  }

  private static Set<String> figuresOfRules() {
    return alerts()
        .flatMap(alert -> METRIC.matcher(alert.path("expr").asText()).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> names() {
    return alerts().map(alert -> alert.path("alert").asText()).toList();
  }

  static Stream<JsonNode> alerts() {
    return elements(yaml(RULES).path("groups")).flatMap(group -> elements(group.path("rules")));
  }

  static Stream<Path> runbooks() {
    return Checkout.files(RUNBOOKS, ".md").stream();
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static JsonNode yaml(Path file) {
    return new ObjectMapper().valueToTree(new Yaml().load(Checkout.text(file)));
  }
}
