package org.teei.csr.api.shared;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Addresses of workflows in the Temporal UI. */
@Component
public final class WorkflowLinks {
  private final TemporalSettings settings;

  WorkflowLinks(TemporalSettings settings) {
    this.settings = settings;
  }

  public URI to(String workflowId) {
    var ui = settings.uiUrl().toString();
    return URI.create(
        (ui.endsWith("/") ? ui : ui + "/")
            + "namespaces/"
            + settings.namespace()
            + "/workflows/"
            + URLEncoder.encode(workflowId, StandardCharsets.UTF_8));
  }
}
