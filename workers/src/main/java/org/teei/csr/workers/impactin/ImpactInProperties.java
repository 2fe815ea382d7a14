package org.teei.csr.workers.impactin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param allowLoopback whether platforms may be on this very machine and without encryption, as
 *     simulators are; in production the workers do not start with it
 */
@ConfigurationProperties("csr.impactin")
record ImpactInProperties(@DefaultValue("false") boolean allowLoopback) {}
