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

  private final ApiClient api;
  private final String secret;
  private final String tenant;
  private final String role;
  private final String name;
  private final InstantSource clock;
  private String token = "";
  private Instant usableUntil = Instant.MIN;

  /**
   * @param api needs no token of its own
   * @param secret of the stack, from its {@code credentials.json}
   * @param tenant the company, or {@code platform} for those who run the platform
   * @param role as the API spells it, such as {@code company_admin}
   */
  public Tokens(ApiClient api, String secret, String tenant, String role) {
    this(api, secret, tenant, role, "");
  }

  /**
   * Of one of several users with the same role, where two different people are needed.
   *
   * @param name letters, digits and hyphens; empty for the one without
   */
  public Tokens(ApiClient api, String secret, String tenant, String role, String name) {
    this(api, secret, tenant, role, name, InstantSource.system());
  }

  Tokens(
      ApiClient api, String secret, String tenant, String role, String name, InstantSource clock) {
    this.api = api;
    this.secret = secret;
    this.tenant = tenant;
    this.role = role;
    this.name = name;
    this.clock = clock;
  }

  @Override
  public synchronized String token() throws InterruptedException {
    Instant now = clock.instant();
    if (!now.isBefore(usableUntil)) {
      JsonNode granted = ask();
      token = granted.path("access_token").asText();
      usableUntil = now.plusSeconds(granted.path("expires_in").asLong()).minus(LEFT);
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
              .formatted(role, tenant, answer.problem()));
    }
    return answer.body();
  }

  private Map<String, String> form() {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "client_credentials");
    form.put("tenant", tenant);
    form.put("role", role);
    if (!name.isEmpty()) {
      form.put("name", name);
    }
    return form;
  }
}
