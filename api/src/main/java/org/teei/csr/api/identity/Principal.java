package org.teei.csr.api.identity;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.identity.SigningKeys;

/**
 * Who makes a request.
 *
 * @param tenant the company whose data the request sees, or {@code platform}
 * @param name as it stands in the audit record
 * @param role all roles of the token, by name and with commas between
 * @param permissions what all of these allow together
 * @param requestsPerMinute how many requests it may send, where that is not the common limit
 * @param steppedUpAt when a second factor was shown; null where none was
 */
public record Principal(
    String tenant,
    String name,
    String role,
    Set<Permission> permissions,
    OptionalInt requestsPerMinute,
    @Nullable Instant steppedUpAt) {

  public Principal {
    permissions = Set.copyOf(permissions);
  }

  /** A machine, which has one factor only. */
  public Principal(
      String tenant,
      String name,
      String role,
      Set<Permission> permissions,
      OptionalInt requestsPerMinute) {
    this(tenant, name, role, permissions, requestsPerMinute, null);
  }

  /** One to whom the common limit of requests applies. */
  public Principal(String tenant, String name, String role, Set<Permission> permissions) {
    this(tenant, name, role, permissions, OptionalInt.empty());
  }

  /** Whether this is one of the platform's own staff, who see headers only. */
  public boolean ofPlatform() {
    return tenant.equals(SigningKeys.PLATFORM);
  }

  /** Whether the second factor was shown so recently that it counts. */
  boolean hasSteppedUp() {
    return StepUp.within(StepUp.AGE, steppedUpAt);
  }

  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }
}
