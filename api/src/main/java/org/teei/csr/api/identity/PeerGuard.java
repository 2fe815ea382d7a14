package org.teei.csr.api.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.teei.csr.api.problems.ProblemException;

/**
 * Serves only clients whose certificate bears a name on the list, where there is a list. That the
 * certificate is of a trusted issuer and its holder has the key, TLS has made sure. A name opens
 * the connection, nothing behind it: every route still asks for its token.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 22)
final class PeerGuard extends OncePerRequestFilter {
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
  private static final Set<Integer> DNS_NAME_AND_URI = Set.of(2, 6);

  private final Set<String> peers;

  PeerGuard(MtlsSettings settings) {
    this.peers = settings.peers();
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return peers.isEmpty();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var chainOfPeer = (X509Certificate[]) request.getAttribute(CERTIFICATES);
    if (chainOfPeer == null || names(chainOfPeer[0]).noneMatch(peers::contains)) {
      throw ProblemException.of(IdentityProblem.UNKNOWN_PEER);
    }
    chain.doFilter(request, response);
  }

  /** The common name counts for nothing, as in RFC 9525. */
  private static Stream<String> names(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Stream.of()
          : names.stream()
              .filter(name -> DNS_NAME_AND_URI.contains(name.getFirst()))
              .map(List::getLast)
              .map(String::valueOf);
    } catch (CertificateParsingException e) {
      return Stream.of();
    }
  }
}
