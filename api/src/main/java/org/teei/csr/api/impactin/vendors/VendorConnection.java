package org.teei.csr.api.impactin.vendors;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.VendorConnectionsRecord;
import org.teei.csr.schema.shared.Json;

/**
 * How a company is connected to a platform; its credentials are nowhere shown.
 *
 * @param next credentials that take over once the platform refuses the current ones
 */
@Schema(name = "VendorConnection")
record VendorConnection(
    @Schema(example = "benevity") String platform,
    @Schema(example = "https://api.benevity.com") @Nullable String endpoint,
    @Schema(example = "rest") Protocol protocol,
    @Schema(example = "bearer") Auth auth,
    @Schema(example = "1.0") String apiVersion,
    @Schema(example = "{\"organizationId\":\"org-17\"}") Map<String, String> mapping,
    @Schema(
            example = "60",
            description =
                "Calls of the company to the platform in a minute; null where it is the number of the installation. Temporal holds it, within a minute of a change.")
        @Nullable Integer perMinute,
    @Nullable Credentials credentials,
    @Nullable Credentials next,
    Instant createdAt,
    Instant changedAt,
    String changedBy) {

  /**
   * That there are credentials.
   *
   * @param fingerprint differs each time that some are set, and tells nothing about them
   */
  @Schema(name = "VendorCredentialsSet")
  record Credentials(@Schema(example = "5f1c0a9be2d4") String fingerprint, Instant setAt) {}

  static VendorConnection of(VendorConnectionsRecord row) {
    Map<String, String> mapping = new TreeMap<>();
    Json.read(row.getMapping().data(), Map.class)
        .forEach((name, value) -> mapping.put(String.valueOf(name), String.valueOf(value)));
    return new VendorConnection(
        row.getPlatform(),
        row.getEndpoint(),
        Protocol.spelled(row.getProtocol()),
        Auth.spelled(row.getAuth()),
        row.getApiVersion(),
        mapping,
        row.getPerMinute(),
        row.getCredentialsFingerprint() == null
            ? null
            : new Credentials(row.getCredentialsFingerprint(), row.getCredentialsSetAt()),
        row.getNextFingerprint() == null
            ? null
            : new Credentials(row.getNextFingerprint(), row.getNextSetAt()),
        row.getCreatedAt(),
        row.getChangedAt(),
        row.getChangedBy());
  }
}
