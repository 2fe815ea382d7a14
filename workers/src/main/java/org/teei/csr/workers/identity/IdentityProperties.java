package org.teei.csr.workers.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.teei.csr.workers.shared.MissingSettingException;

/**
 * @param signingKeyRotation how often the next key begins to sign access tokens, an hour or more;
 *     is read when the Temporal Schedule is first made, and changed there afterwards
 */
@ConfigurationProperties("csr.identity")
public record IdentityProperties(@DefaultValue("30d") Duration signingKeyRotation) {

  public IdentityProperties {
    if (signingKeyRotation.compareTo(Duration.ofHours(1)) < 0) {
      throw new MissingSettingException(
          "CSR_IDENTITY_SIGNING_KEY_ROTATION is too short: set it to an hour (1h) or more.");
    }
  }
}
