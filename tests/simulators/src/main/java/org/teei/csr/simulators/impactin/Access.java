package org.teei.csr.simulators.impactin;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.teei.csr.simulators.shared.Reply.Answer;
import org.teei.csr.simulators.shared.Request;

/**
 * Credentials. Any are right but the word {@code wrong}. Access tokens say by themselves until when
 * they are valid, so that they outlive a restart; which were revoked is forgotten then.
 */
final class Access {
  static final String WRONG = "wrong";

  private static final Duration TOKEN_LIFE = Duration.ofHours(1);
  private static final String SCOPE = "volunteer_management";

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();

  Access(InstantSource clock) {
    this.clock = clock;
  }

  /** An API key, in the header of that name. */
  static void requireKey(String key) {
    if (key.equals(WRONG)) {
      throw Refused.credentials("The key is not known.");
    }
  }

  static Optional<String> bearer(Request request) {
    return request
        .header("Authorization")
        .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(header -> header.substring(7).strip());
  }

  /** An access token that was issued here for the platform. */
  void requireToken(Platform platform, Request request) {
    String token =
        bearer(request).orElseThrow(() -> Refused.credentials("There is no bearer token."));
    String[] parts = token.split("\\.", -1);
    if (parts.length != 4 || !parts[0].equals("sim") || !parts[1].equals(platform.toString())) {
      throw Refused.credentials("The token was not issued here.");
    }
    if (revoked.contains(token) || !expiry(parts[2]).isAfter(clock.instant())) {
      throw Refused.credentials("The token has expired.");
    }
  }

  private static Instant expiry(String seconds) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException e) {
      return Instant.EPOCH;
    }
  }

  void revoke(Request request) {
    bearer(request).ifPresent(revoked::add);
  }

  /** Client credentials, by Basic or as members of the form, for an access token. */
  Answer issueToken(Platform platform, Request request) {
    var form = request.form();
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return refusal(400, "unsupported_grant_type");
    }
    String[] client =
        basic(request)
            .orElseGet(() ->
                new String[] {
                  form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", "")
                });
    if (client[0].isBlank()
        || client[1].isBlank()
        || client[0].equals(WRONG)
        || client[1].equals(WRONG)) {
      return refusal(401, "invalid_client");
    }
    if (platform == Platform.WORKDAY && !SCOPE.equals(form.get("scope"))) {
      return refusal(400, "invalid_scope");
    }
    byte[] secret = new byte[16];
    random.nextBytes(secret);
    var answer = Json.object();
    answer.put(
        "access_token",
        "sim.%s.%d.%s"
            .formatted(
                platform,
                clock.instant().plus(TOKEN_LIFE).getEpochSecond(),
                HexFormat.of().formatHex(secret)));
    answer.put("token_type", "Bearer");
    answer.put("expires_in", TOKEN_LIFE.toSeconds());
    if (form.get("scope") != null) {
      answer.put("scope", form.get("scope"));
    }
    return Answer.json(200, answer.toString());
  }

  private static Optional<String[]> basic(Request request) {
    return request
        .header("Authorization")
        .filter(header -> header.regionMatches(true, 0, "Basic ", 0, 6))
        .map(header -> {
          try {
            var pair =
                new String(
                    Base64.getDecoder().decode(header.substring(6).strip()),
                    StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return new String[] {pair.substring(0, Math.max(0, colon)), pair.substring(colon + 1)};
          } catch (IllegalArgumentException e) {
            return new String[] {"", ""};
          }
        });
  }

  private static Answer refusal(int status, String error) {
    var answer = Json.object().put("error", error);
    if (status == 401) {
      answer.put("error_description", "AUTH_INVALID");
    }
    return Answer.json(status, answer.toString());
  }
}
