package org.teei.csr.activities.impactin.vendors;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.workflows.shared.TenantId;

/**
 * How a company is connected to a platform. Not shown by {@link #toString()}.
 *
 * @param host of the endpoint, as circuits name it
 * @param soap whether it speaks SOAP instead of REST
 * @param signIns in the order in which they are tried: the current credentials, and the next ones
 *     where there are some
 */
record Connection(
    TenantId tenant,
    URI endpoint,
    String host,
    boolean soap,
    Auth auth,
    String apiVersion,
    Mapping mapping,
    List<SignIn> signIns) {

  /** What a request proves itself by. */
  enum Auth {
    BEARER,
    API_KEY,
    OAUTH2,
    USERNAME_TOKEN
  }

  /**
   * Credentials. Not shown by {@link #toString()}.
   *
   * @param fingerprint tells them from others of the connection
   */
  record SignIn(Map<String, String> values, String fingerprint) {
    String value(String name) {
      return Optional.ofNullable(values.get(name)).orElse("");
    }

    @Override
    public String toString() {
      return "SignIn[" + fingerprint + "]";
    }
  }

  Platform platform() {
    return mapping.platform();
  }

  @Override
  public String toString() {
    return "Connection[" + platform() + "]";
  }
}
