package org.teei.csr.activities.imports.notices;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.workflows.shared.FailureClass;

/** Sends notices by mail, through the one server of the installation. */
public final class NoticeMail {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JavaMailSenderImpl sender;
  private final String from;

  private NoticeMail(JavaMailSenderImpl sender, String from) {
    this.sender = sender;
    this.from = from;
  }

  /**
   * Where mail is handed over.
   *
   * @param username empty where the server asks for none
   * @param from the address that notices come from
   * @param startTls whether the connection has to be encrypted
   */
  public record Server(
      String host, int port, String username, String password, String from, boolean startTls) {
    @Override
    public String toString() {
      return "Server[]";
    }
  }

  public static NoticeMail through(Server server) {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setHost(server.host());
    sender.setPort(server.port());
    sender.setDefaultEncoding(UTF_8.name());
    Properties properties = sender.getJavaMailProperties();
    String patience = String.valueOf(PATIENCE.toMillis());
    properties.put("mail.smtp.connectiontimeout", patience);
    properties.put("mail.smtp.timeout", patience);
    properties.put("mail.smtp.writetimeout", patience);
    properties.put("mail.smtp.starttls.enable", String.valueOf(server.startTls()));
    properties.put("mail.smtp.starttls.required", String.valueOf(server.startTls()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    if (!server.username().isEmpty()) {
      sender.setUsername(server.username());
      sender.setPassword(server.password());
      properties.put("mail.smtp.auth", "true");
    }
    return new NoticeMail(sender, server.from());
  }

  /** The same notice has the same message id each time. */
  void send(Notice notice, NoticeText text) {
    try {
      MimeMessage message = new Numbered(sender, "<" + notice.noticeId() + "@" + domain() + ">");
      MimeMessageHelper parts = new MimeMessageHelper(message, UTF_8.name());
      parts.setFrom(from);
      parts.setTo(notice.target().toArray(String[]::new));
      parts.setSubject(text.subject(notice));
      parts.setText(text.plain(notice));
      parts.setSentDate(Date.from(notice.createdAt()));
      message.setHeader("Auto-Submitted", "auto-generated");
      sender.send(message);
    } catch (MailAuthenticationException refused) {
      throw new StepFailure(FailureClass.AUTH, "mail-credentials-refused", refused);
    } catch (MailSendException failed) {
      throw failure(failed);
    } catch (MessagingException | MailException failed) {
      throw new StepFailure(FailureClass.TRANSIENT, "mail-not-sent", failed);
    }
  }

  /** Addresses that the server does not take need another subscription, not another try. */
  private static StepFailure failure(MailSendException failed) {
    boolean refused =
        failed.getFailedMessages().values().stream()
            .anyMatch(cause ->
                cause instanceof SendFailedException addresses
                    && addresses.getInvalidAddresses() != null
                    && addresses.getInvalidAddresses().length > 0);
    return refused
        ? new StepFailure(FailureClass.PERMANENT, "mail-address-refused", failed)
        : new StepFailure(FailureClass.TRANSIENT, "mail-not-sent", failed);
  }

  private String domain() throws MessagingException {
    String address = new InternetAddress(from).getAddress();
    return address.substring(address.indexOf('@') + 1);
  }

  /** Jakarta Mail would give each try an id of its own. */
  private static final class Numbered extends MimeMessage {
    private final String id;

    Numbered(JavaMailSenderImpl sender, String id) {
      super(sender.getSession());
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
