package org.teei.csr.api.imports.notices;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param host of the server through which the workers send mail; blank where none is sent, and
 *     nobody can subscribe by mail
 */
@ConfigurationProperties("csr.mail")
record MailSettings(@DefaultValue("") String host) {

  boolean sent() {
    return !host.isBlank();
  }
}
