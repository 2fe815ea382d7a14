package org.teei.csr.activities.impactin.vendors;

import java.util.Map;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.util.UriBuilderFactory;

/**
 * The APIs of the platforms. Each call names the address that a company's requests go to. What is
 * returned says nothing: the {@link Recording} of the call does.
 */
final class PlatformApis {
  private static final String JSON = "application/json";

  private PlatformApis() {}

  interface Benevity {
    @PostExchange(url = "/v1/impact", contentType = JSON, accept = JSON)
    ResponseEntity<byte[]> submit(
        UriBuilderFactory endpoint,
        @RequestHeader("Authorization") String authorization,
        @RequestHeader("X-API-Version") String version,
        @RequestHeader("Idempotency-Key") UUID key,
        @RequestHeader("X-Request-ID") UUID request,
        @RequestBody byte[] body);

    @GetExchange(url = "/v1/impact", accept = JSON)
    ResponseEntity<byte[]> ask(
        UriBuilderFactory endpoint,
        @RequestHeader("Authorization") String authorization,
        @RequestHeader("X-API-Version") String version,
        @RequestHeader("X-Request-ID") UUID request,
        @RequestParam("idempotencyKey") UUID key);
  }

  interface Goodera {
    /**
     * @param headers the version, and {@code X-API-Key} or {@code Authorization}
     */
    @PostExchange(url = "/v1/impact-data", contentType = JSON, accept = JSON)
    ResponseEntity<byte[]> submit(
        UriBuilderFactory endpoint,
        @RequestHeader Map<String, String> headers,
        @RequestHeader("Idempotency-Key") UUID key,
        @RequestBody byte[] body);

    /** Up to 100 records. */
    @PostExchange(url = "/v1/impact-data/batch", contentType = JSON, accept = JSON)
    ResponseEntity<byte[]> submitBatch(
        UriBuilderFactory endpoint,
        @RequestHeader Map<String, String> headers,
        @RequestHeader("Idempotency-Key") UUID key,
        @RequestBody byte[] body);

    @GetExchange(url = "/v1/impact-data", accept = JSON)
    ResponseEntity<byte[]> ask(
        UriBuilderFactory endpoint,
        @RequestHeader Map<String, String> headers,
        @RequestParam("idempotencyKey") UUID key);
  }

  interface Workday {
    @PostExchange(url = "/volunteer-management/v1/activities", contentType = JSON, accept = JSON)
    ResponseEntity<byte[]> submit(
        UriBuilderFactory endpoint,
        @RequestHeader("Authorization") String authorization,
        @RequestHeader("X-Workday-Tenant") String tenant,
        @RequestBody byte[] body);

    @PostExchange(
        url = "/ccx/service/{tenant}/CSR_Impact_Report",
        contentType = "text/xml;charset=UTF-8",
        accept = "text/xml")
    ResponseEntity<byte[]> submitBySoap(
        UriBuilderFactory endpoint,
        @PathVariable String tenant,
        @RequestHeader("SOAPAction") String action,
        @RequestBody byte[] envelope);
  }

  /** OAuth 2.0 client credentials (RFC 6749, 4.4). */
  interface Tokens {
    @PostExchange(
        url = "/oauth2/token",
        contentType = "application/x-www-form-urlencoded",
        accept = JSON)
    ResponseEntity<byte[]> issue(
        UriBuilderFactory endpoint,
        @RequestHeader("Authorization") String client,
        @RequestBody byte[] form);
  }
}
