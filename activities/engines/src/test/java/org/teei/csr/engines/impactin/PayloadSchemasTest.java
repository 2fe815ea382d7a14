package org.teei.csr.engines.impactin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadSchemasTest {
  /** What is wrong with a payload is said in words that somebody who sees a preview understands. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"metricValue\":187.5 | \"metricValue\":-1 | metrics[0].metricValue | is below 0",
        "\"metricValue\":187.5 | \"metricValue\":\"many\" | metrics[0].metricValue | is not of the kind number",
        "\"organizationId\":\"org-17\", | '' | '' | lacks organizationId",
        "\"organizationId\":\"org-17\" | \"organizationId\":\"\" | organizationId | is empty",
        "\"organizationId\":\"org-17\" | \"organizationId\":\"org-17\",\"more\":1 | '' | has more, which the platform does not know",
        "2026-03-31 | 2026-02-30 | reportingPeriod.endDate | is no date",
        "2026-04-01T01:02:03Z | yesterday | timestamp | is no time",
        "\"category\":\"integration\", | '' | metrics[3] | lacks category",
        "\"metricUnit\":\"hours\" | \"metricUnit\":\"days\" | metrics[0].metricUnit | is none of hours, count, score, level",
      })
  void saysInPlainWordsWhatIsWrong(String right, String wrong, String path, String message) {
    String good = benevity();
    assertThat(good).contains(right);

    assertThat(
            PayloadSchemas.check(
                Platform.BENEVITY, good.replace(right, wrong).getBytes(StandardCharsets.UTF_8)))
        .containsExactly(new Finding(path, message));
  }

  @ParameterizedTest
  @EnumSource(names = {"BENEVITY", "GOODERA", "WORKDAY"})
  void refusesWhatIsNoJson(Platform platform) {
    assertThat(PayloadSchemas.check(platform, "<html>".getBytes(StandardCharsets.UTF_8)))
        .containsExactly(new Finding("", "is no JSON"));
  }

  @ParameterizedTest
  @EnumSource(names = {"BENEVITY", "GOODERA", "WORKDAY"})
  void refusesWhatIsEmpty(Platform platform) {
    assertThat(PayloadSchemas.check(platform, "{}".getBytes(StandardCharsets.UTF_8)))
        .extracting(Finding::message)
        .contains("lacks organizationId", "lacks reportingPeriod");
  }

  @Test
  void theSchemaOfOnePlatformIsNotThatOfAnother() {
    assertThat(PayloadSchemas.check(Platform.GOODERA, benevity().getBytes(StandardCharsets.UTF_8)))
        .isNotEmpty();
  }

  private static String benevity() {
    return new String(
        Payload.of(Frozen.figures(), Frozen.mapping(Platform.BENEVITY)).bytes(),
        StandardCharsets.UTF_8);
  }
}
