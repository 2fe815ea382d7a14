package org.teei.csr.engines.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A system that sends webhooks, and how it signs them. */
public enum WebhookSource {
  BENEVITY(SignatureProfile.TIMED_HEX, "X-Benevity-Signature", ""),
  GOODERA(SignatureProfile.PREFIXED_HEX, "X-Goodera-Signature", "X-Goodera-Request-Timestamp"),
  WORKDAY(SignatureProfile.BASE64, "X-Workday-Signature", "X-Workday-Request-Timestamp");

  private final SignatureProfile profile;
  private final String signatureHeader;
  private final String timestampHeader;

  /**
   * @param timestampHeader blank where the time is in the signature
   */
  WebhookSource(SignatureProfile profile, String signatureHeader, String timestampHeader) {
    this.profile = profile;
    this.signatureHeader = signatureHeader;
    this.timestampHeader = timestampHeader;
  }

  /** The word for it, in addresses and in the database. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<WebhookSource> of(String word) {
    return Arrays.stream(values()).filter(source -> source.word().equals(word)).findFirst();
  }

  public SignatureProfile profile() {
    return profile;
  }

  public String signatureHeader() {
    return signatureHeader;
  }

  /** Blank where the time is in the signature. */
  public String timestampHeader() {
    return timestampHeader;
  }
}
