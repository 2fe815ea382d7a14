package org.teei.csr.api.shared;

import java.util.Map;
import org.springframework.web.util.UriComponentsBuilder;

/** Addresses of pages of a list. */
final class PageLinks {
  private PageLinks() {}

  /**
   * @param parameters by name; their values may hold any characters
   */
  static String to(String path, Map<String, ?> parameters) {
    var uri = UriComponentsBuilder.fromPath(path);
    parameters.keySet().forEach(name -> uri.queryParam(name, "{" + name + "}"));
    return uri.encode().buildAndExpand(parameters).toUriString();
  }
}
