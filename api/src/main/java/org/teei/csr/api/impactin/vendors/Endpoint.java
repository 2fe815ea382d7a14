package org.teei.csr.api.impactin.vendors;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;

/**
 * The address that requests to a platform go to, without the path of its API.
 *
 * @param host with the port where it is not the usual one, as circuits name it
 */
record Endpoint(String address, String host) {
  private static final int LONGEST = 500;
  private static final String RULE =
      "Is an https address of the internet without user, password, query or fragment.";

  /**
   * Looks at what the name resolves to now, so that a mistake shows at once; one that does not
   * resolve may do so later. That it is judged again at each connect is what protects.
   *
   * @param development where this machine may be told, and without encryption
   * @throws ProblemException if it may not be told
   */
  static Endpoint of(@Nullable String address, boolean development) {
    try {
      var uri = URI.create(String.valueOf(address));
      if (address != null
          && address.length() <= LONGEST
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && uri.getRawQuery() == null
          && ("https".equals(uri.getScheme()) || development && "http".equals(uri.getScheme()))
          && isUsual(uri.getPort())
          && mayBeTold(uri.getHost(), development)) {
        // As it is built for each request.
        var trimmed = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        new DefaultUriBuilderFactory(trimmed).expand("/v1");
        return new Endpoint(trimmed, host(uri));
      }
    } catch (IllegalArgumentException notAnAddress) {
      // Said below.
    }
    throw ProblemException.of(
        RequestProblem.INVALID_BODY, List.of(Fault.ofMember("/endpoint", "invalid", RULE)));
  }

  private static String host(URI uri) {
    var host = uri.getHost().toLowerCase(Locale.ROOT);
    return uri.getPort() < 0 ? host : host + ":" + uri.getPort();
  }

  /** Below 1024 other services listen than those of platforms. */
  private static boolean isUsual(int port) {
    return port < 0 || port == 80 || port == 443 || (port >= 1024 && port <= 65_535);
  }

  private static boolean mayBeTold(String host, boolean development) {
    try {
      var external = InetAddressFilter.externalAddresses();
      return Arrays.stream(InetAddress.getAllByName(host))
          .allMatch(
              address -> external.matches(address) || development && address.isLoopbackAddress());
    } catch (UnknownHostException later) {
      return true;
    }
  }
}
