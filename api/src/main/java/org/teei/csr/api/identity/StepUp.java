package org.teei.csr.api.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The second factor that dangerous actions ask for (RFC 9470): which actions, how long it counts,
 * and what it is called. Machines have none; no permission of an {@code api_client} asks for it.
 */
public final class StepUp {
  /** The authentication context class in tokens and in requests for them. */
  public static final String ACR = "step-up";

  /** How long a passkey counts after it was shown. */
  public static final Duration AGE = Duration.ofMinutes(5);

  /** What it was, in the words of RFC 8176: several factors, one of them a key that was proved. */
  static final Set<String> AMR = Set.of("mfa", "pop");

  static final String CHALLENGE =
      "Bearer error=\"insufficient_user_authentication\","
          + " error_description=\"Confirm with a passkey first\","
          + " acr_values=\"%s\", max_age=\"%d\"".formatted(ACR, AGE.toSeconds());

  /** Nothing with these permissions is done without it. To look and to take back needs none. */
  private static final Set<Permission> PERMISSIONS =
      EnumSet.of(
          Permission.APIKEYS_MANAGE,
          Permission.KEYS_ROTATE,
          Permission.PAYLOADS_DECODE,
          Permission.PRIVACY_APPROVE,
          Permission.TOMBSTONES_LIFT);

  private static final Set<String> TO_LOOK_AND_TAKE_BACK =
      Set.of("GET", "HEAD", "OPTIONS", "DELETE");

  private StepUp() {}

  /** Whether a permission asks for it where something is done. */
  public static boolean guards(Permission permission) {
    return PERMISSIONS.contains(permission);
  }

  /**
   * Whether a route asks for it.
   *
   * @param method of HTTP, in capitals
   */
  static boolean guards(Permission permission, String method) {
    return guards(permission) && !TO_LOOK_AND_TAKE_BACK.contains(method);
  }

  /**
   * Whether something happened within the last {@code age}.
   *
   * @param at null where it never happened
   */
  public static boolean within(Duration age, @Nullable Instant at) {
    return at != null && at.plus(age).isAfter(Instant.now());
  }
}
