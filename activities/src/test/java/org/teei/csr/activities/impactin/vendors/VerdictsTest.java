package org.teei.csr.activities.impactin.vendors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.activities.impactin.vendors.Outcome.Answered;
import org.teei.csr.activities.impactin.vendors.Outcome.NoAnswer;
import org.teei.csr.activities.impactin.vendors.Outcome.NotSent;
import org.teei.csr.workflows.shared.FailureClass;

class VerdictsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String ACCEPTED = "{\"success\":true,\"transactionId\":\"t-1\"}";
  private static final String ACCEPTED_BY_SOAP =
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
          + "<Submit_CSR_Impact_Report_Response><Success>true</Success>"
          + "<Transaction_ID>t-1</Transaction_ID></Submit_CSR_Impact_Report_Response>"
          + "</s:Body></s:Envelope>";

  /** The functions, by what they judge. */
  enum Way {
    BENEVITY,
    GOODERA,
    WORKDAY,
    SOAP;

    Judgement judge(Outcome outcome) {
      return switch (this) {
        case BENEVITY -> Verdicts.benevity(outcome, NOW);
        case GOODERA -> Verdicts.goodera(outcome, NOW);
        case WORKDAY -> Verdicts.workday(outcome, NOW);
        case SOAP -> Verdicts.workdayBySoap(outcome, NOW);
      };
    }

    boolean knowsKeys() {
      return this == BENEVITY || this == GOODERA;
    }

    String accepted() {
      return this == SOAP ? ACCEPTED_BY_SOAP : ACCEPTED;
    }

    String refusal(String code) {
      return this == SOAP
          ? "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
              + "<faultcode>s:Client</faultcode><faultstring>No.</faultstring><detail><Code>"
              + code
              + "</Code></detail></s:Fault></s:Body></s:Envelope>"
          : "{\"success\":false,\"error\":{\"code\":\"" + code + "\",\"message\":\"No.\"}}";
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerWithATransactionIsAccepted(Way way) {
    assertThat(way.judge(answer(200, way.accepted())))
        .isEqualTo(Judgement.good(Verdict.ACCEPTED, "t-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "BENEVITY, 401, AUTH_INVALID, AUTH, credentials-refused",
    "BENEVITY, 404, ORG_NOT_FOUND, DATA, organization-not-found",
    "BENEVITY, 422, INVALID_METRIC, DATA, invalid-metric",
    "BENEVITY, 409, IDEMPOTENCY_CONFLICT, PERMANENT, idempotency-conflict",
    "BENEVITY, 200, INVALID_METRIC, DATA, invalid-metric",
    "BENEVITY, 403, ANY, AUTH, access-refused",
    "BENEVITY, 400, ANY, PERMANENT, refused-400",
    "BENEVITY, 302, ANY, PERMANENT, redirected",
    "GOODERA, 401, AUTH_INVALID, AUTH, credentials-refused",
    "GOODERA, 404, PROJECT_NOT_FOUND, DATA, project-not-found",
    "GOODERA, 422, DIMENSION_INVALID, DATA, invalid-dimension",
    "GOODERA, 413, BATCH_SIZE_EXCEEDED, DATA, batch-too-large",
    "GOODERA, 409, IDEMPOTENCY_CONFLICT, PERMANENT, idempotency-conflict",
    "WORKDAY, 401, AUTH_INVALID, AUTH, credentials-refused",
    "WORKDAY, 400, TENANT_INVALID, DATA, tenant-not-found",
    "WORKDAY, 404, TENANT_INVALID, DATA, tenant-not-found",
    "WORKDAY, 422, ACTIVITY_INVALID, DATA, invalid-activity",
    "WORKDAY, 409, DUPLICATE_ACTIVITY, PERMANENT, duplicate-activity",
    "SOAP, 500, AUTH_INVALID, AUTH, credentials-refused",
    "SOAP, 500, TENANT_INVALID, DATA, tenant-not-found",
    "SOAP, 500, ACTIVITY_INVALID, DATA, invalid-activity",
    "SOAP, 500, DUPLICATE_ACTIVITY, PERMANENT, duplicate-activity",
  })
  void aRefusalIsNotTriedAgain(
      Way way, int status, String code, FailureClass failureClass, String reason) {
    assertThat(way.judge(answer(status, way.refusal(code))))
        .isEqualTo(Judgement.bad(Verdict.REFUSED, failureClass, reason));
  }

  /** Its effect may be hidden behind it, and where there is no key nothing guards a second one. */
  @ParameterizedTest
  @CsvSource({"500", "502", "503", "504", "599", "408"})
  void aFailureOfThePlatformIsTriedAgainOnlyWhereAKeyGuardsIt(int status) {
    for (Way way : Way.values()) {
      assertThat(way.judge(answer(status, "oh no")))
          .isEqualTo(
              Judgement.bad(
                  way.knowsKeys() ? Verdict.TRY_LATER : Verdict.UNKNOWN,
                  FailureClass.TRANSIENT,
                  "platform-failing"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultOfTheServerItselfIsUnknown(Way way) {
    assertThat(way.judge(answer(500, way.refusal("INTERNAL"))).verdict())
        .isEqualTo(way.knowsKeys() ? Verdict.TRY_LATER : Verdict.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource
  void aLimitIsKeptToForTheTimeThatIsNamed(Way way) {
    assertThat(way.judge(answer(429, "", Map.of("retry-after", "7"))))
        .isEqualTo(limited(Duration.ofSeconds(7)));
    assertThat(way.judge(answer(429, "", Map.of("retry-after", "Mon, 30 Nov 2026 12:02:00 GMT"))))
        .isEqualTo(limited(Duration.ofMinutes(2)));
    assertThat(way.judge(answer(429, ""))).isEqualTo(limited(null));
    assertThat(way.judge(answer(429, "", Map.of("retry-after", "soon")))).isEqualTo(limited(null));
    assertThat(way.judge(answer(429, "", Map.of("retry-after", "99999999999"))))
        .isEqualTo(limited(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "1796040090, 90",
    "90, 90",
    "1796039000, 1",
    "0, 1",
    "-5, 1",
    "1896040090, 3600",
  })
  void aResetOfTheLimitNamesATimeToo(String reset, long seconds) {
    Instant now = Instant.ofEpochSecond(1_796_040_000L);

    assertThat(
            Verdicts.goodera(answer(429, "", Map.of("x-ratelimit-reset", reset)), now).retryAfter())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aResetOfALimitThatWasNotReachedNamesNone() {
    Outcome failing = answer(503, "", Map.of("x-ratelimit-reset", "90"));

    assertThat(Verdicts.goodera(failing, Instant.EPOCH).retryAfter()).isNull();
    assertThat(Verdicts.asked(failing, Instant.EPOCH).retryAfter()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"success\":tr",
        "{\"success\":true}",
        "{\"success\":true,\"transactionId\":\"\"}",
        "{\"success\":true,\"transactionId\":5}",
        "{\"success\":\"true\",\"transactionId\":\"t-1\"}",
        "{\"success\":true,\"transactionId\":\"t-1\"} and more",
        "{\"success\":true,\"success\":false,\"transactionId\":\"t-1\"}",
        "[]",
        "null",
        "<html>Welcome</html>",
        "{\"success\":false}",
        "{\"success\":false,\"error\":{\"code\":\"NEW_CODE\"}}",
        "<!DOCTYPE e [<!ENTITY x \"t-1\">]><Envelope/>",
        "<Envelope><Success>true</Success><Transaction_ID></Transaction_ID></Envelope>",
      })
  void aSuccessThatCannotBeReadMayBeOne(String body) {
    for (Way way : Way.values()) {
      assertThat(way.judge(answer(200, body)))
          .isEqualTo(Judgement.bad(Verdict.UNKNOWN, FailureClass.TRANSIENT, "malformed-answer"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSuccessWhoseEndIsMissingMayBeOne(Way way) {
    Outcome cut = new Answered(200, Map.of(), way.accepted().getBytes(UTF_8), false);

    assertThat(way.judge(cut))
        .isEqualTo(Judgement.bad(Verdict.UNKNOWN, FailureClass.TRANSIENT, "answer-cut-off"));
  }

  @ParameterizedTest
  @EnumSource
  void whatWasSentAndNotAnsweredIsUnknown(Way way) {
    assertThat(way.judge(new NoAnswer("connection-lost")))
        .isEqualTo(Judgement.bad(Verdict.UNKNOWN, FailureClass.TRANSIENT, "connection-lost"));
  }

  @ParameterizedTest
  @EnumSource
  void whatWasNotSentIsTriedAgainUnlessThatDoesNotHelp(Way way) {
    assertThat(way.judge(new NotSent(FailureClass.TRANSIENT, "unreachable")))
        .isEqualTo(Judgement.bad(Verdict.TRY_LATER, FailureClass.TRANSIENT, "unreachable"));
    assertThat(way.judge(new NotSent(FailureClass.PERMANENT, "address-not-allowed")))
        .isEqualTo(Judgement.bad(Verdict.REFUSED, FailureClass.PERMANENT, "address-not-allowed"));
  }

  @ParameterizedTest
  @CsvSource({
    "processed, CONFIRMED",
    "confirmed, CONFIRMED",
    "completed, CONFIRMED",
    "received, ACCEPTED",
    "pending, ACCEPTED",
    "failed, REFUSED",
    "rejected, REFUSED",
  })
  void whoAsksIsToldWhatBecameOfAKey(String status, Verdict verdict) {
    Judgement told =
        asked(200, "{\"success\":true,\"transactionId\":\"t-1\",\"status\":\"" + status + "\"}");

    assertThat(told.verdict()).isEqualTo(verdict);
    assertThat(told.transactionId()).isEqualTo("t-1");
  }

  /** Because it is sent again then. */
  @Test
  void onlyThePlatformItselfSaysThatAKeyIsNotKnown() {
    assertThat(asked(404, "{\"success\":false,\"error\":{\"code\":\"NOT_FOUND\"}}").verdict())
        .isEqualTo(Verdict.NOT_FOUND);
    assertThat(asked(404, "<html>Nothing here</html>").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(asked(404, "").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(asked(410, "").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(asked(302, "").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aQuestionThatFailsSaysNothingAboutTheDelivery() {
    assertThat(asked(401, ""))
        .isEqualTo(Judgement.bad(Verdict.UNKNOWN, FailureClass.AUTH, "credentials-refused"));
    assertThat(asked(503, "").verdict()).isEqualTo(Verdict.TRY_LATER);
    assertThat(asked(429, "")).isEqualTo(limited(null));
    assertThat(asked(200, "{\"succ"))
        .isEqualTo(Judgement.bad(Verdict.TRY_LATER, FailureClass.TRANSIENT, "malformed-answer"));
    assertThat(Verdicts.asked(new NoAnswer("no-answer"), NOW).verdict())
        .isEqualTo(Verdict.TRY_LATER);
    assertThat(Verdicts.asked(new NotSent(FailureClass.TRANSIENT, "unreachable"), NOW).verdict())
        .isEqualTo(Verdict.TRY_LATER);
  }

  private static Judgement asked(int status, String body) {
    return Verdicts.asked(answer(status, body), NOW);
  }

  private static Judgement limited(Duration retryAfter) {
    return Judgement.bad(Verdict.TRY_LATER, FailureClass.RATE_LIMITED, "rate-limited", retryAfter);
  }

  private static Outcome answer(int status, String body) {
    return answer(status, body, Map.of());
  }

  private static Outcome answer(int status, String body, Map<String, String> headers) {
    return new Answered(status, headers, body.getBytes(UTF_8), true);
  }
}
