package org.teei.csr.api.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a route may ask of a principal. Its spelling is also the scope of an {@code api_client}. */
public enum Permission {
  IMPORTS_READ("See imports, their rows and result files"),
  IMPORTS_WRITE("Start, pause, resume, cancel, correct and restart imports"),
  IMPORTS_APPROVE("Let an import that was looked at write its rows"),
  IMPORTS_UNDO("Take an import back"),
  PROFILES_SEARCH("Find people"),
  PROFILES_READ("See a person, contact data masked"),
  PROFILES_REVEAL("See the contact data of a person"),
  PROFILES_WRITE("Change a person"),
  PROFILES_MERGE("Make two profiles one"),
  WEBHOOKS_MANAGE("Set up webhooks"),
  SCHEDULES_READ("See schedules of deliveries"),
  SCHEDULES_MANAGE("Set up schedules of deliveries"),
  DELIVERIES_READ("See deliveries"),
  DELIVERIES_RUN("Run, replay and cancel deliveries"),
  DELIVERIES_APPROVE("Let a delivery go out"),
  VENDORS_MANAGE("Set up the platforms that are delivered to"),
  ASSUMPTIONS_WRITE("Change the assumptions behind figures"),
  REVIEWS_DECIDE("Decide about flagged texts"),
  TEXTS_REVEAL("Read flagged texts"),
  PRIVACY_REQUEST("Ask for the export or erasure of a person's data"),
  PRIVACY_APPROVE("Approve what somebody else asked for"),
  PRIVACY_HOLD("Hold an erasure back"),
  TOMBSTONES_LIFT("Let an erased person return"),
  BUDGETS_WRITE("Set budgets"),
  APIKEYS_MANAGE("Make and revoke API keys and clients"),
  MEMBERS_MANAGE("Give and take roles"),
  OIDC_MANAGE("Set up sign-in"),
  METRICS_READ("See figures"),
  OPERATIONS_READ("See parked work, drains and loops"),
  PARKED_RESOLVE("Decide about parked work"),
  DRAIN("Hold work back and release it"),
  CIRCUITS("Open and close circuits to vendors"),
  PAYLOADS_DECODE("Read the payloads of workflows"),
  KEYS_ROTATE("Rotate keys"),
  TENANTS_MANAGE("Add tenants"),
  AUDIT_READ("See the audit record");

  private final String description;
  private final String spelling;

  Permission(String description) {
    this.description = description;
    this.spelling = name().toLowerCase(Locale.ROOT).replace('_', ':');
  }

  /** As it stands in tokens and documents: {@code imports:read}. */
  public String spelling() {
    return spelling;
  }

  public String description() {
    return description;
  }

  public static Optional<Permission> of(String spelling) {
    return Stream.of(values())
        .filter(permission -> permission.spelling.equals(spelling))
        .findFirst();
  }
}
