package org.teei.csr.activities.impactin.vendors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.impactin.vendors.Connection.SignIn;
import org.teei.csr.activities.impactin.vendors.Outcome.Answered;
import org.teei.csr.activities.impactin.vendors.Outcome.NoAnswer;
import org.teei.csr.activities.impactin.vendors.Outcome.NotSent;
import org.teei.csr.activities.impactin.vendors.VendorRequests.Attempt;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.workflows.shared.FailureClass;

/** Access tokens by client credentials, kept in memory and renewed a minute before they expire. */
final class AccessTokens {
  private static final Duration EARLY = Duration.ofSeconds(60);
  private static final long LONGEST_LIFE = Duration.ofDays(1).toSeconds();
  private static final int LONGEST_TOKEN = 8_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final VendorRequests requests;
  private final InstantSource clock;
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();

  private record Token(String value, Instant renewAt) {}

  /** What came of wanting a token. */
  sealed interface Wanted {
    /** Not shown by {@link #toString()}. */
    record Given(String token) implements Wanted {
      @Override
      public String toString() {
        return "Given[]";
      }
    }

    /** The delivery was not sent. */
    record None(VendorAnswer answer) implements Wanted {}
  }

  AccessTokens(VendorRequests requests, InstantSource clock) {
    this.requests = requests;
    this.clock = clock;
  }

  Wanted token(Connection connection, SignIn signIn) {
    Token kept = tokens.get(key(connection, signIn));
    return kept != null && clock.instant().isBefore(kept.renewAt())
        ? new Wanted.Given(kept.value())
        : renewed(connection, signIn);
  }

  /** The platform refused this one. */
  void forget(Connection connection, SignIn signIn) {
    tokens.remove(key(connection, signIn));
  }

  private Wanted renewed(Connection connection, SignIn signIn) {
    Attempt attempt =
        requests.perform(
            connection,
            new byte[0],
            signIn.values().values(),
            (apis, endpoint) ->
                apis.tokens().issue(endpoint, basic(signIn), form(connection.platform())));
    Token token = attempt.outcome() instanceof Answered answer ? read(answer) : null;
    if (token == null) {
      forget(connection, signIn);
      // What a token server answers may hold a token, even where it cannot be read.
      return new Wanted.None(VendorAnswer.of(judged(attempt.outcome()), Exchange.NONE));
    }
    tokens.put(key(connection, signIn), token);
    return new Wanted.Given(token.value());
  }

  private static Judgement judged(Outcome outcome) {
    return switch (outcome) {
      case NotSent(FailureClass failureClass, String reason) ->
          Judgement.bad(
              failureClass == FailureClass.TRANSIENT ? Verdict.TRY_LATER : Verdict.REFUSED,
              failureClass,
              reason);
      case NoAnswer _ -> later("token-not-answered");
      case Answered answer when answer.status() == 429 ->
          Judgement.bad(Verdict.TRY_LATER, FailureClass.RATE_LIMITED, "rate-limited");
      case Answered answer when answer.status() >= 400 && answer.status() < 500 ->
          Judgement.bad(Verdict.REFUSED, FailureClass.AUTH, "credentials-refused");
      case Answered _ -> later("token-not-given");
    };
  }

  private static Judgement later(String reason) {
    return Judgement.bad(Verdict.TRY_LATER, FailureClass.TRANSIENT, reason);
  }

  private @Nullable Token read(Answered answer) {
    try {
      JsonNode body = JSON.readTree(answer.body());
      String value = body.path("access_token").asText("");
      long seconds = body.path("expires_in").asLong(0);
      return answer.status() == 200 && answer.whole() && sound(value)
          ? new Token(
              value, clock.instant().plusSeconds(Math.clamp(seconds, 0, LONGEST_LIFE)).minus(EARLY))
          : null;
    } catch (IOException notJson) {
      return null;
    }
  }

  /** One that fits into a header. */
  private static boolean sound(String token) {
    return !token.isEmpty()
        && token.length() <= LONGEST_TOKEN
        && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static byte[] form(Platform platform) {
    String scope = platform == Platform.WORKDAY ? "&scope=volunteer_management" : "";
    return ("grant_type=client_credentials" + scope).getBytes(UTF_8);
  }

  /** RFC 6749, 2.3.1: both parts are form-encoded first. */
  private static String basic(SignIn signIn) {
    String pair =
        URLEncoder.encode(signIn.value("clientId"), UTF_8)
            + ":"
            + URLEncoder.encode(signIn.value("clientSecret"), UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static String key(Connection connection, SignIn signIn) {
    return String.join(
        "/",
        connection.tenant().value(),
        connection.platform().spelling(),
        signIn.fingerprint(),
        connection.endpoint().toString());
  }
}
