package org.teei.csr.api.identity;

import static org.teei.csr.api.identity.Permission.*;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The roles of the platform and what each may do: the one place where this is decided. A role holds
 * in one tenant; {@code system_admin} and {@code operator} hold in tenant {@code platform} only and
 * see headers of all tenants, never their rows.
 */
public enum Role {
  SYSTEM_ADMIN(
      IMPORTS_READ,
      PROFILES_SEARCH,
      IMPORTS_WRITE,
      IMPORTS_APPROVE,
      IMPORTS_UNDO,
      PROFILES_READ,
      WEBHOOKS_MANAGE,
      SCHEDULES_MANAGE,
      DELIVERIES_APPROVE,
      DELIVERIES_READ,
      SCHEDULES_READ,
      DELIVERIES_RUN,
      BUDGETS_WRITE,
      APIKEYS_MANAGE,
      MEMBERS_MANAGE,
      OIDC_MANAGE,
      METRICS_READ,
      OPERATIONS_READ,
      PARKED_RESOLVE,
      DRAIN,
      CIRCUITS,
      KEYS_ROTATE,
      TENANTS_MANAGE,
      AUDIT_READ),
  OPERATOR(
      DELIVERIES_READ,
      SCHEDULES_READ,
      OPERATIONS_READ,
      PARKED_RESOLVE,
      DRAIN,
      CIRCUITS,
      PAYLOADS_DECODE,
      AUDIT_READ),
  COMPANY_ADMIN(
      IMPORTS_READ,
      PROFILES_SEARCH,
      IMPORTS_WRITE,
      IMPORTS_APPROVE,
      IMPORTS_UNDO,
      PROFILES_READ,
      PROFILES_REVEAL,
      PROFILES_WRITE,
      PROFILES_MERGE,
      WEBHOOKS_MANAGE,
      SCHEDULES_MANAGE,
      DELIVERIES_APPROVE,
      DELIVERIES_READ,
      SCHEDULES_READ,
      DELIVERIES_RUN,
      VENDORS_MANAGE,
      ASSUMPTIONS_WRITE,
      PRIVACY_REQUEST,
      BUDGETS_WRITE,
      APIKEYS_MANAGE,
      MEMBERS_MANAGE,
      OIDC_MANAGE,
      METRICS_READ,
      OPERATIONS_READ,
      PARKED_RESOLVE,
      DRAIN,
      CIRCUITS,
      AUDIT_READ),
  COMPANY_USER(
      IMPORTS_READ,
      PROFILES_SEARCH,
      IMPORTS_WRITE,
      PROFILES_READ,
      DELIVERIES_READ,
      SCHEDULES_READ,
      METRICS_READ),
  PRIVACY_OFFICER(
      PROFILES_READ,
      PROFILES_REVEAL,
      PROFILES_WRITE,
      PROFILES_MERGE,
      PRIVACY_REQUEST,
      PRIVACY_APPROVE,
      PRIVACY_HOLD,
      TOMBSTONES_LIFT,
      PAYLOADS_DECODE,
      AUDIT_READ),
  SAFETY_REVIEWER(REVIEWS_DECIDE, TEXTS_REVEAL),
  /** A machine, which may do what its scopes say, and of these only what is listed here. */
  API_CLIENT(
      IMPORTS_READ,
      PROFILES_SEARCH,
      IMPORTS_WRITE,
      PROFILES_READ,
      DELIVERIES_READ,
      SCHEDULES_READ,
      METRICS_READ);

  private final Set<Permission> permissions;

  Role(Permission first, Permission... more) {
    this.permissions = Collections.unmodifiableSet(EnumSet.of(first, more));
  }

  /** As it stands in tokens and documents: {@code company_admin}. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Set<Permission> permissions() {
    return permissions;
  }

  /** Whether the role is of the platform's own staff. */
  public boolean ofPlatform() {
    return switch (this) {
      case SYSTEM_ADMIN, OPERATOR -> true;
      case COMPANY_ADMIN, COMPANY_USER, PRIVACY_OFFICER, SAFETY_REVIEWER, API_CLIENT -> false;
    };
  }

  public static Optional<Role> of(String spelling) {
    return Stream.of(values()).filter(role -> role.spelling().equals(spelling)).findFirst();
  }
}
