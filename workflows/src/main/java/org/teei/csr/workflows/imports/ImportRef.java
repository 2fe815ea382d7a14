package org.teei.csr.workflows.imports;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Which import: the whole input of its workflow and of most of its steps.
 *
 * @param attempt 0 for the file itself, else the number of the correction or of the taking back
 */
public record ImportRef(
    TenantId tenant, UUID importId, @JsonInclude(JsonInclude.Include.NON_DEFAULT) int attempt) {

  @JsonCreator
  public ImportRef(
      @JsonProperty("tenant") TenantId tenant,
      @JsonProperty("importId") UUID importId,
      @JsonProperty("attempt") int attempt) {
    this.tenant = tenant;
    this.importId = importId;
    this.attempt = attempt;
  }

  public ImportRef(TenantId tenant, UUID importId) {
    this(tenant, importId, 0);
  }

  /** The import itself, whichever attempt is at work. */
  public ImportRef ofFile() {
    return new ImportRef(tenant, importId);
  }
}
