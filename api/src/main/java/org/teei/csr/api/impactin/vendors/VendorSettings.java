package org.teei.csr.api.impactin.vendors;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.teei.csr.engines.impactin.Platform;

/**
 * @param platforms that this installation delivers to at all; the workers' setting is the same
 */
@ConfigurationProperties("csr.impactin")
record VendorSettings(
    @DefaultValue({"benevity", "goodera", "workday", "file"}) Set<Platform> platforms) {}
