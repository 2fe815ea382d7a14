package org.teei.csr.api.imports.notices;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param subscriptions to notices that a company may have
 */
@Validated
@ConfigurationProperties("csr.notices")
record NoticeSettings(@DefaultValue("20") @Positive int subscriptions) {}
