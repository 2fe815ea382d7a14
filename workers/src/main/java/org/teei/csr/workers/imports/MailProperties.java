package org.teei.csr.workers.imports;

import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.teei.csr.activities.imports.notices.NoticeMail;
import org.teei.csr.workers.shared.MissingSettingException;

/**
 * The server through which mail goes out.
 *
 * @param host blank where no mail is sent
 * @param port where it takes mail that others hand over
 * @param username blank where it asks for none
 * @param password of the user
 * @param from the address that mail comes from
 * @param startTls whether the connection has to be encrypted
 */
@ConfigurationProperties("csr.mail")
public record MailProperties(
    @DefaultValue("") String host,
    @DefaultValue("587") int port,
    @DefaultValue("") String username,
    @DefaultValue("") String password,
    @DefaultValue("") String from,
    @DefaultValue("true") boolean startTls) {

  /** Empty where no mail is sent. */
  Optional<NoticeMail.Server> server() {
    if (host.isBlank()) {
      return Optional.empty();
    }
    String sender =
        MissingSettingException.require(from, "CSR_MAIL_FROM", "the address that mail comes from");
    return Optional.of(new NoticeMail.Server(host, port, username, password, sender, startTls));
  }

  @Override
  public String toString() {
    return "MailProperties[]";
  }
}
