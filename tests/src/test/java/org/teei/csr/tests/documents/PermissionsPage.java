package org.teei.csr.tests.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Role;
import org.teei.csr.api.identity.StepUp;

/** Which role may do what. */
final class PermissionsPage {
  private PermissionsPage() {}

  static String content() {
    return Markdown.head("Permissions", "`Role` and `Permission`")
        + """
        A role holds in one tenant, and a token is of one tenant. `system_admin` and `operator` are of tenant `platform`: they reach
        `/v1/operations`, `/v1/audit` and `/v1/admin`, never the rows of a company. An `api_client` may do what its scopes say, and of
        these only what is marked here; a scope is spelled like the permission. Each route names its permission in the description of the
        API as `x-permission`.

        What is marked with a passkey is done (`POST`, `PUT`) only within five minutes of having shown one, see
        [Confirm with a passkey](../how-to/confirm-with-a-passkey.md); to look and to take back needs none. Such routes have `x-step-up` in
        the description of the API.

        """
        + Markdown.table(
            Stream.concat(
                    Stream.of("permission", "allows", "passkey"),
                    Stream.of(Role.values()).map(Role::spelling))
                .toList(),
            Stream.of(Permission.values()).map(PermissionsPage::row).toList());
  }

  private static List<String> row(Permission permission) {
    List<String> cells = new ArrayList<>();
    cells.add(Markdown.code(permission.spelling()));
    cells.add(permission.description());
    cells.add(StepUp.guards(permission) ? "✓" : "");
    for (Role role : Role.values()) {
      cells.add(role.permissions().contains(permission) ? "✓" : "");
    }
    return cells;
  }
}
