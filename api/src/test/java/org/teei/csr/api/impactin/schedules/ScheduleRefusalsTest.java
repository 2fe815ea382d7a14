package org.teei.csr.api.impactin.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.api.impactin.deliveries.ImpactRows.SCHEDULES;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.impactin.deliveries.ImpactRows;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

class ScheduleRefusalsTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // As wanted, but for one thing.
        "day:32                             | /day",
        "day:0                              | /day",
        "day:null                           | /day",
        "time:null                          | /time",
        "time:\"08:00:30\"                  | /time",
        "cron:\"0 8 1 * *\"                 | /cron",
        "period:\"week\"                    | /period",
        "frequency:\"hourly\"               | /frequency",
        "frequency:null                     | /frequency",
        "frequency:\"weekly\",day:8         | /day",
        "platform:\"elsewhere\"             | /platform",
        "platform:null                      | /platform",
        "timeZone:\"Mars/Olympus\"          | /timeZone",
        "timeZone:\"+02:00\"                | /timeZone",
        "timeZone:\"UTC+2\"                 | /timeZone",
        "timeZone:\"europe/oslo\"           | /timeZone",
        "timeZone:null                      | /timeZone",
        "companyId:\"other\"                | /companyId",
        "companyId:\"nobody\"               | /companyId",
        "overlap:\"allow_all\"              | /overlap",
        "approval:\"sometimes\"             | /approval",
        "catchUpSeconds:59                  | /catchUpSeconds",
        "catchUpSeconds:2678401             | /catchUpSeconds",
        "jitterSeconds:-1                   | /jitterSeconds",
        "jitterSeconds:3601                 | /jitterSeconds",
        "note:\"\"                          | /note",
        "endsAt:\"+99999-01-01T00:00:00Z\"  | /endsAt",
      })
  void whatIsNoScheduleIsRefusedByTheNameOfTheMember(String changes, String member) {
    var answer = http.post(SCHEDULES, with(changes));

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("shared/invalid-body");
    assertThat(members(answer)).containsExactly(member);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0 8 1 *                         | month   | /cron",
        "0 8 1 * * *                     | month   | /cron",
        "0 8 1 * 1                       | month   | /cron",
        "0 8 30 2 *                      | month   | /cron",
        "60 8 1 * *                      | month   | /cron",
        "0 24 1 * *                      | month   | /cron",
        "@monthly                        | month   | /cron",
        "`'; drop table tenants --`      | month   | /cron",
        "0 8 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19 * * | month | /cron",
        "0 8 1 * *                       | year    | /period",
        "0 8 1 * *                       | MONTH   | /period",
      })
  void anExpressionThatIsNoneIsRefused(String cron, String period, String member) {
    var answer =
        http.post(
            SCHEDULES,
            with(
                "frequency:\"custom\",day:null,time:null,cron:\"%s\",period:\"%s\""
                    .formatted(cron, period)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(members(answer)).containsExactly(member);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    var answer =
        http.post(
            SCHEDULES,
            """
            {"companyId":"other","platform":"elsewhere","frequency":"custom","day":40,"time":"08:00:01",
             "cron":"0 8 1 * 1","period":"year","timeZone":"Mars","overlap":"x","approval":"x",
             "catchUpSeconds":1,"jitterSeconds":-1,"note":"","endsAt":"1999-01-01T00:00:00Z"}
            """);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(members(answer))
        .contains(
            "/companyId",
            "/platform",
            "/cron",
            "/day",
            "/time",
            "/period",
            "/timeZone",
            "/overlap",
            "/approval",
            "/catchUpSeconds",
            "/jitterSeconds",
            "/note",
            "/endsAt");
    assertThat(answer.text()).doesNotContain("Mars", "elsewhere", "1999");
  }

  @Test
  void aScheduleThatIsMissingAltogetherIsRefusedByWhatItNeeds() {
    assertThat(members(http.post(SCHEDULES, "{}")))
        .containsExactlyInAnyOrder("/platform", "/frequency", "/timeZone");
  }

  @Test
  void aReplacementIsCheckedAlikeAndKeepsThePlatform() {
    var path = SCHEDULES + "/" + new ImpactRows(api).schedule("benevity");

    var answer = put(path, with("platform:\"goodera\",companyId:\"other\",day:32"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(members(answer)).containsExactlyInAnyOrder("/platform", "/companyId", "/day");
    assertThat(http.get(path).header("etag")).hasValue("\"1\"");
  }

  @Test
  void aScheduleOfNobodyIsNotThereWhateverTheReplacementSays() {
    assertThat(put(SCHEDULES + "/" + UUID.randomUUID(), with("day:32")).status()).isEqualTo(404);
  }

  private Answer put(String path, String body) {
    return http.send(
        "PUT",
        path,
        BodyPublishers.ofString(body),
        "Content-Type",
        "application/json",
        "If-Match",
        "\"1\"");
  }

  private static List<String> members(Answer answer) {
    return answer
        .json()
        .get("errors")
        .valueStream()
        .map(fault -> fault.get("pointer").asString())
        .distinct()
        .toList();
  }

  /** A sound schedule with some members changed. */
  private static String with(String changes) {
    var members = new LinkedHashMap<String, String>();
    members.put("platform", "\"benevity\"");
    members.put("frequency", "\"monthly\"");
    members.put("day", "1");
    members.put("time", "\"08:00\"");
    members.put("timeZone", "\"Europe/Oslo\"");
    for (var change : changes.split(",(?=[a-zA-Z]+:)")) {
      var colon = change.indexOf(':');
      members.put(change.substring(0, colon), change.substring(colon + 1).strip());
    }
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
