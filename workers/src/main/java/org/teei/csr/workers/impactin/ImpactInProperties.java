package org.teei.csr.workers.impactin;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.teei.csr.engines.impactin.Platform;

/**
 * @param allowLoopback whether platforms may be on this very machine and without encryption, as
 *     simulators are; in production the workers do not start with it
 * @param platforms that this installation delivers to at all; the API's setting is the same
 */
@ConfigurationProperties("csr.impactin")
record ImpactInProperties(
    @DefaultValue("false") boolean allowLoopback,
    @DefaultValue({"benevity", "goodera", "workday", "file"}) Set<Platform> platforms) {}
