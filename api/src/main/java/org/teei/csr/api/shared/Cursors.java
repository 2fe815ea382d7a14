package org.teei.csr.api.shared;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.schema.personaldata.DecryptionException;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Json;

/**
 * Makes cursors of places in lists, and places of cursors. A cursor is encrypted with the tenant's
 * key and holds for the same list with the same filters only; nobody can make one up.
 */
@Component
public final class Cursors {
  private final TenantKeys keys;

  Cursors(TenantKeys keys) {
    this.keys = keys;
  }

  /**
   * @param list path of the list
   * @param filters by parameter name, in a fixed order
   * @param place behind which the next page begins
   */
  public String seal(String tenant, String list, Map<String, String> filters, byte[] place) {
    var sealed = keys.cipher(tenant).encrypt(place, bound(list, filters));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** The place that {@link #seal} made the cursor of; a problem for anything else. */
  public byte[] open(String tenant, String list, Map<String, String> filters, String cursor) {
    try {
      return keys.cipher(tenant)
          .decrypt(Base64.getUrlDecoder().decode(cursor), bound(list, filters));
    } catch (IllegalArgumentException | DecryptionException _) {
      throw ProblemException.of(
          RequestProblem.INVALID_PARAMETER,
          List.of(
              Fault.ofParameter(
                  "cursor", "invalid", "Is the one of a link to a page with the same filters.")));
    }
  }

  private static byte[] bound(String list, Map<String, String> filters) {
    return Json.of(List.of("cursor", list, filters)).getBytes(StandardCharsets.UTF_8);
  }
}
