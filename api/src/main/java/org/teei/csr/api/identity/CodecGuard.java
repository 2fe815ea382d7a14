package org.teei.csr.api.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.teei.csr.api.shared.PlatformSettings;

/**
 * Which requests to the codec of the Temporal UI need no token: in development those of the machine
 * it runs on, by its own name, so that no page can have another name resolved to it.
 */
@Component
final class CodecGuard {
  private static final Set<String> CODEC = Set.of("/codec/decode", "/codec/encode");
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final boolean development;

  CodecGuard(PlatformSettings platform) {
    this.development = platform.development();
  }

  boolean isOpenTo(HttpServletRequest request) {
    return development
        && CODEC.contains(request.getServletPath())
        && InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress()
        && LOCAL_NAMES.contains(request.getServerName());
  }
}
