package org.teei.csr.deploy.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.ApiClient.Answer;
import org.teei.csr.deploy.shared.Bearer;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * The access tokens of one development user: one is used until shortly before its end, then the
 * next is asked for. Only a stack of development knows the client that asks here (client
 * credentials, RFC 6749 section 4.4).
 */
public final class Tokens implements Bearer {
  private static final String CLIENT = "csr-cli";

  /** What a token must have left, so that it does not end on the way. */
  private static final Duration LEFT = Duration.ofMinutes(1);

  /** How long the API takes a passkey for shown, which is less than a token lives. */
  private static final Duration PASSKEY_COUNTS = Duration.ofMinutes(5);

  private final ApiClient api;
  private final String secret;
  private final DevelopmentUser user;
  private final InstantSource clock;
  private String token = "";
  private Instant usableUntil = Instant.MIN;

  /**
   * @param api needs no token of its own
   * @param secret of the stack, from its {@code credentials.json}
   */
  public Tokens(ApiClient api, String secret, DevelopmentUser user) {
    this(api, secret, user, InstantSource.system());
  }

  Tokens(ApiClient api, String secret, DevelopmentUser user, InstantSource clock) {
    this.api = api;
    this.secret = secret;
    this.user = user;
    this.clock = clock;
  }

  @Override
  public synchronized String token() throws InterruptedException {
    Instant now = clock.instant();
    if (!now.isBefore(usableUntil)) {
      JsonNode granted = ask();
      token = granted.path("access_token").asText();
      Duration life = Duration.ofSeconds(granted.path("expires_in").asLong());
      usableUntil = now.plus(user.steppedUp() ? PASSKEY_COUNTS : life).minus(LEFT);
    }
    return token;
  }

  private JsonNode ask() throws InterruptedException {
    byte[] login = (CLIENT + ":" + secret).getBytes(US_ASCII);
    Answer answer =
        api.post(
            api.resolve("/oauth2/token"),
            "Basic " + Base64.getEncoder().encodeToString(login),
            form());
    if (!answer.isSuccess() || !answer.body().hasNonNull("access_token")) {
      throw new CsrFailure(
          "The API gives no token of role %s in tenant %s: %s"
              .formatted(user.role(), user.tenant(), answer.problem()));
    }
    return answer.body();
  }

  private Map<String, String> form() {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("tenant", user.tenant());
    form.put("role", user.role());
    if (!user.name().isEmpty()) {
      form.put("name", user.name());
    }
    if (user.steppedUp()) {
      form.put("step_up", "true");
    }
    return form;
  }
}
