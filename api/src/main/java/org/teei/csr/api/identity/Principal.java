package org.teei.csr.api.identity;

import java.util.Set;
import org.teei.csr.schema.identity.SigningKeys;

/**
 * Who makes a request.
 *
 * @param tenant the company whose data the request sees, or {@code platform}
 * @param name as it stands in the audit record
 * @param role all roles of the token, by name and with commas between
 * @param permissions what all of these allow together
 */
public record Principal(String tenant, String name, String role, Set<Permission> permissions) {

  public Principal {
    permissions = Set.copyOf(permissions);
  }

  /** Whether this is one of the platform's own staff, who see headers only. */
  public boolean ofPlatform() {
    return tenant.equals(SigningKeys.PLATFORM);
  }

  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }
}
