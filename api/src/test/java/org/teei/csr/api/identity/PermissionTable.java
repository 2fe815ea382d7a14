package org.teei.csr.api.identity;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which role may do what, as it was agreed on: written out here a second time, so that a change of
 * {@link Role} alone does not change what tests expect.
 */
final class PermissionTable {
  static final String ADMIN = "system_admin";
  static final String OPERATOR = "operator";
  static final String CLIENT = "api_client";

  static final List<String> OF_PLATFORM = List.of(ADMIN, OPERATOR);
  static final List<String> OF_COMPANIES =
      List.of("company_admin", "company_user", "privacy_officer", "safety_reviewer", CLIENT);

  /** Where a role of the platform may be used with a token of the platform. */
  private static final List<String> REACHED_BY_PLATFORM =
      List.of("/v1/operations/", "/v1/audit", "/v1/admin/", "/codec/", "/metrics");

  /** What is done only with a second factor: to look and to take back needs none. */
  private static final Set<String> WITH_STEP_UP =
      Set.of(
          "apikeys:manage", "keys:rotate", "payloads:decode", "privacy:approve", "tombstones:lift");

  private static final Map<String, Set<String>> ROLES = new TreeMap<>();

  static {
    allow("system_admin company_admin company_user api_client", "imports:read profiles:search");
    allow("system_admin company_admin company_user api_client", "imports:write");
    allow("system_admin company_admin", "imports:approve imports:undo");
    allow("system_admin company_admin company_user privacy_officer api_client", "profiles:read");
    allow("company_admin privacy_officer", "profiles:reveal profiles:write profiles:merge");
    allow("system_admin company_admin", "webhooks:manage schedules:manage deliveries:approve");
    allow(
        "system_admin operator company_admin company_user api_client",
        "deliveries:read schedules:read");
    allow("system_admin company_admin", "deliveries:run");
    allow("company_admin", "vendors:manage assumptions:write");
    allow("safety_reviewer", "reviews:decide texts:reveal");
    allow("company_admin privacy_officer", "privacy:request");
    allow("privacy_officer", "privacy:approve privacy:hold tombstones:lift");
    allow("system_admin company_admin", "budgets:write apikeys:manage members:manage oidc:manage");
    allow("system_admin company_admin company_user api_client", "metrics:read");
    allow("system_admin operator company_admin", "operations:read parked:resolve drain circuits");
    allow("operator privacy_officer", "payloads:decode");
    allow("system_admin", "keys:rotate tenants:manage");
    allow("system_admin operator company_admin privacy_officer", "audit:read");
  }

  private PermissionTable() {}

  private static void allow(String roles, String permissions) {
    for (var permission : permissions.split(" ")) {
      ROLES.put(permission, Stream.of(roles.split(" ")).collect(toUnmodifiableSet()));
    }
  }

  static Set<String> permissions() {
    return ROLES.keySet();
  }

  static Set<String> roles(String permission) {
    var roles = ROLES.get(permission);
    if (roles == null) {
      throw new AssertionError("No such permission was agreed on: " + permission);
    }
    return roles;
  }

  static boolean asksForAPasskey(String method, String permission) {
    return WITH_STEP_UP.contains(permission) && Set.of("POST", "PUT", "PATCH").contains(method);
  }

  /** Whether the role may use a route, with a token of the tenant that the role is of. */
  static boolean allows(String role, String permission, String path) {
    return roles(permission).contains(role)
        && (path.equals("/metrics")
            ? role.equals(ADMIN)
            : !OF_PLATFORM.contains(role)
                || REACHED_BY_PLATFORM.stream().anyMatch(path::startsWith));
  }
}
