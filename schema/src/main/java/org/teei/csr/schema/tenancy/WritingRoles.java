package org.teei.csr.schema.tenancy;

import java.util.List;

/**
 * Which role may do what to a table: the source of the table in the documentation, and tested
 * against the grants. A privilege that holds for some columns only counts.
 *
 * @param api privileges of {@code csr_api}, in the order select, insert, update, delete
 * @param worker those of {@code csr_worker}
 * @param system those of {@code csr_system}
 */
public record WritingRoles(
    String table, List<String> api, List<String> worker, List<String> system) {
  private static final List<String> NONE = List.of();
  private static final List<String> READ = List.of("select");
  private static final List<String> ADD = List.of("select", "insert");
  private static final List<String> CHANGE = List.of("select", "insert", "update");
  private static final List<String> ALL = List.of("select", "insert", "update", "delete");

  /** All tables but Flyway's, by name. */
  public static final List<WritingRoles> TABLES =
      List.of(
          new WritingRoles("access_tokens", CHANGE, List.of("select", "delete"), READ),
          new WritingRoles("api_keys", CHANGE, NONE, READ),
          new WritingRoles("audit_entries", ADD, ADD, READ),
          new WritingRoles("audit_sealed_entries", READ, ADD, READ),
          new WritingRoles("audit_seals", READ, ADD, NONE),
          new WritingRoles("browser_sessions", ALL, List.of("select", "delete"), NONE),
          new WritingRoles("buddy_checkins", READ, ALL, NONE),
          new WritingRoles("buddy_events", READ, ALL, NONE),
          new WritingRoles("buddy_feedback", READ, ALL, NONE),
          new WritingRoles("buddy_matches", READ, ALL, NONE),
          new WritingRoles("bulk_resolutions", ADD, List.of("select", "update"), READ),
          new WritingRoles("course_completions", READ, ALL, NONE),
          new WritingRoles("credentials", READ, ALL, NONE),
          new WritingRoles("decisions", ADD, ADD, NONE),
          new WritingRoles("drain_switches", List.of("select", "insert", "delete"), ADD, NONE),
          new WritingRoles(
              "event_deduplication", NONE, List.of("select", "insert", "delete"), NONE),
          new WritingRoles("idempotency_keys", ALL, List.of("select", "delete"), NONE),
          new WritingRoles("impact_deliveries", CHANGE, CHANGE, READ),
          new WritingRoles("impact_delivery_attempts", READ, CHANGE, NONE),
          new WritingRoles("impact_replaced_payloads", ADD, READ, NONE),
          new WritingRoles("import_attempts", CHANGE, List.of("select", "update", "delete"), READ),
          new WritingRoles("import_error_counts", List.of("select", "update"), ALL, NONE),
          new WritingRoles("import_folder_files", READ, ALL, NONE),
          new WritingRoles("import_folders", CHANGE, List.of("select", "update"), READ),
          new WritingRoles("import_group_files", ADD, List.of("select", "update"), NONE),
          new WritingRoles("import_groups", ADD, List.of("select", "update"), READ),
          new WritingRoles("import_jobs", CHANGE, ALL, READ),
          new WritingRoles("import_limits", CHANGE, READ, NONE),
          new WritingRoles("import_mappings", CHANGE, READ, NONE),
          new WritingRoles("import_notices", CHANGE, ALL, READ),
          new WritingRoles("import_previews", READ, ALL, NONE),
          new WritingRoles("import_rows", List.of("select", "update"), ALL, NONE),
          new WritingRoles("import_staging", NONE, ALL, NONE),
          new WritingRoles("import_subscriptions", ALL, List.of("select", "update"), NONE),
          new WritingRoles("import_undo_images", READ, List.of("select", "insert", "delete"), NONE),
          new WritingRoles("key_rotations", ADD, List.of("select", "update"), READ),
          new WritingRoles("leases", NONE, NONE, CHANGE),
          new WritingRoles("memberships", ALL, NONE, READ),
          new WritingRoles("metric_assumptions", ALL, READ, NONE),
          new WritingRoles("metric_snapshots", ADD, CHANGE, READ),
          new WritingRoles("oauth_clients", CHANGE, NONE, READ),
          new WritingRoles("outbox_events", NONE, List.of("select", "insert", "delete"), NONE),
          new WritingRoles("outbox_positions", READ, CHANGE, READ),
          new WritingRoles("parked_events", List.of("select", "update"), ALL, READ),
          new WritingRoles("parked_workflows", READ, CHANGE, READ),
          new WritingRoles("passkeys", ALL, NONE, NONE),
          new WritingRoles("person_erasures", CHANGE, List.of("select", "update"), READ),
          new WritingRoles("person_keys", READ, ALL, NONE),
          new WritingRoles("platform_callbacks", ADD, List.of("select", "update"), NONE),
          new WritingRoles(
              "principal_identities", List.of("select", "insert", "delete"), NONE, NONE),
          new WritingRoles("principals", ADD, NONE, NONE),
          new WritingRoles("profile_identifiers", READ, ALL, NONE),
          new WritingRoles("profile_merges", CHANGE, READ, NONE),
          new WritingRoles("profile_timeline", READ, ALL, NONE),
          new WritingRoles("profiles", List.of("select", "update"), ALL, NONE),
          new WritingRoles("rate_limits", CHANGE, List.of("select", "delete"), NONE),
          new WritingRoles("refresh_tokens", CHANGE, NONE, NONE),
          new WritingRoles("scheduled_deliveries", CHANGE, List.of("select", "update"), READ),
          new WritingRoles("service_token_uses", ADD, List.of("select", "delete"), NONE),
          new WritingRoles("sessions", READ, ALL, NONE),
          new WritingRoles("sign_in_registrations", ALL, NONE, READ),
          new WritingRoles("sign_ins", CHANGE, List.of("select", "delete"), NONE),
          new WritingRoles("signing_keys", ALL, CHANGE, NONE),
          new WritingRoles("start_intents", CHANGE, ALL, READ),
          new WritingRoles("tenant_keys", ADD, CHANGE, READ),
          new WritingRoles("tenants", ADD, READ, ADD),
          new WritingRoles("texts", NONE, ALL, NONE),
          new WritingRoles("tombstone_lifts", CHANGE, NONE, NONE),
          new WritingRoles("tombstones", List.of("select", "delete"), ADD, NONE),
          new WritingRoles("upload_parts", ADD, READ, NONE),
          new WritingRoles("uploads", ALL, List.of("select", "delete"), NONE),
          new WritingRoles("user_records", READ, ALL, NONE),
          new WritingRoles("vendor_circuits", CHANGE, CHANGE, READ),
          new WritingRoles("vendor_connections", ALL, List.of("select", "update"), READ),
          new WritingRoles("vendor_features", ALL, READ, NONE),
          new WritingRoles("webhook_endpoints", ALL, NONE, READ),
          new WritingRoles(
              "webhook_events", List.of("select", "insert"), List.of("select", "delete"), NONE));
}
