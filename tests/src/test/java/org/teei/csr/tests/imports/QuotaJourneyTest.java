package org.teei.csr.tests.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;

/**
 * A company that may have one import at a time, in a company that no other journey imports into.
 */
class QuotaJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LIMITS = "/v1/admin/tenants/other/import-limits";

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient staff = stack.as("platform", "system_admin");
  private final ImportsClient imports = stack.as("other", "company_admin");

  @Test
  void oneImportTooManyIsRefusedUntilTheFirstHasEnded() {
    assertThat(limit("{\"runningImports\":1,\"storedBytes\":null}").status()).isEqualTo(200);
    try {
      String first = imports.accepted("?mode=review", SessionsFile.ofRows(1).bytes());
      imports.reached(first, "awaiting_approval");
      byte[] second = SessionsFile.ofRows(2).bytes();

      Answer refused = imports.send("", second);
      assertThat(refused.status()).as(refused.body()).isEqualTo(429);
      assertThat(refused.json().path("type").asText()).endsWith("imports/too-many-running");
      assertThat(imports.get("/v1/imports/quota").json().at("/runningImports/used").asInt())
          .isEqualTo(1);

      imports.post("/v1/imports/" + first + "/cancel", "{\"reason\":\"not that one\"}");
      imports.ended(first, SOON);
      assertThat(
              imports
                  .ended(imports.accepted("", second), SOON)
                  .path("counts")
                  .path("accepted")
                  .asInt())
          .isEqualTo(2);
    } finally {
      assertThat(limit("{\"runningImports\":null,\"storedBytes\":null}").status()).isEqualTo(200);
    }
  }

  private Answer limit(String body) {
    return staff.request(
        "PUT",
        LIMITS,
        body.getBytes(UTF_8),
        "Content-Type",
        "application/json",
        "If-Match",
        staff.get(LIMITS).header("ETag"));
  }
}
