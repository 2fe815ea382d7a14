package org.teei.csr.schema.audit;

import java.util.Locale;

/** What data is processed for, as an audit entry names it. Follows from who does what. */
public enum Purpose {
  /** Running the programme: bringing data in, keeping persons and what they took part in. */
  PROGRAMME,
  /** Figures for the company and whoever it reports to. */
  REPORTING,
  /** Keeping people safe from what others write. */
  SAFETY,
  /** Serving the rights of the persons themselves. */
  PRIVACY,
  /** Running the platform: who may come in, what waits, what is held back. */
  ADMINISTRATION;

  /** As it stands in the database and in answers. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The purpose of an action. Roles that exist for one purpose act for it whatever they do; all
   * others act for that of the feature.
   *
   * @param action such as {@code imports.cancel}: what stands before the dot is the feature
   */
  static Purpose of(String role, String action) {
    return switch (role) {
      case "privacy_officer" -> PRIVACY;
      case "safety_reviewer" -> SAFETY;
      default -> ofFeature(action.substring(0, Math.max(0, action.indexOf('.'))));
    };
  }

  private static Purpose ofFeature(String feature) {
    return switch (feature) {
      case "imports", "webhooks", "profiles", "events", "journey", "documents", "q2q" -> PROGRAMME;
      case "metrics", "impactin" -> REPORTING;
      case "safety" -> SAFETY;
      case "privacy" -> PRIVACY;
      default -> ADMINISTRATION;
    };
  }
}
