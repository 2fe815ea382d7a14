package org.teei.csr.api.webhooks;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param endpoints for webhooks that a company may have
 */
@Validated
@ConfigurationProperties("csr.webhooks")
record WebhookSettings(@DefaultValue("50") @Positive int endpoints) {}
