package org.teei.csr.workers.events;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.teei.csr.workers.shared.MissingSettingException;

/**
 * @param url {@code CSR_NATS_URL}, the address of NATS with JetStream
 */
@ConfigurationProperties("csr.nats")
record NatsProperties(String url) {

  NatsProperties {
    MissingSettingException.require(
        url, "CSR_NATS_URL", "the address of NATS with JetStream, nats://host:port");
  }
}
