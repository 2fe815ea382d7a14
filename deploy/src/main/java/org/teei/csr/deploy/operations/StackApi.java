package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.net.URI;
import org.teei.csr.deploy.identity.DevelopmentUser;
import org.teei.csr.deploy.identity.Login;
import org.teei.csr.deploy.identity.Tokens;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.Bearer;
import org.teei.csr.deploy.shared.CsrFailure;

/** The API of a running stack, and who asks it. */
final class StackApi {
  private StackApi() {}

  /** Asked by who has signed in, or by a development user. */
  static ApiClient of(DataFolder data) {
    return open(data).signedIn(tokens(data));
  }

  /**
   * The tokens of who has signed in; where nobody has, of the administrator of the company that the
   * demonstration is about.
   */
  static Bearer tokens(DataFolder data) {
    return Login.isIn(data.login())
        ? new Login(open(data), data.login())
        : tokens(data, new DevelopmentUser("demo", "company_admin", "", false));
  }

  /** Asked by a development user who counts as having shown a passkey. */
  static ApiClient confirmed(DataFolder data, String tenant, String role, String name) {
    return open(data).signedIn(tokens(data, new DevelopmentUser(tenant, role, name, true)));
  }

  /** Asked by who has signed in, or by a development user who may read payloads. */
  static ApiClient readerOfPayloads(DataFolder data) {
    return Login.isIn(data.login()) ? of(data) : confirmed(data, "platform", "operator", "");
  }

  /** The tokens of a development user. */
  static Bearer tokens(DataFolder data, DevelopmentUser user) {
    ApiClient api = open(data);
    try {
      return new Tokens(api, Credentials.of(data).developmentSecret(), user);
    } catch (IOException e) {
      throw new CsrFailure(data.credentials() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Asked by a stranger. */
  static ApiClient open(DataFolder data) {
    return new ApiClient(URI.create(Stack.running(data).ports().apiAddress()));
  }
}
