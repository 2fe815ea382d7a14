package org.teei.csr.api.identity;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Client certificates, where {@code SERVER_SSL_…} asks for them.
 *
 * @param peers {@code CSR_IDENTITY_MTLS_PEERS}, DNS names or URIs of which a client's certificate
 *     must bear one as subject alternative name; blank to take any certificate of a trusted issuer
 */
@ConfigurationProperties("csr.identity.mtls")
record MtlsSettings(Set<String> peers) {}
