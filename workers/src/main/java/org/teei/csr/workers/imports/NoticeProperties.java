package org.teei.csr.workers.imports;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param api the public address of the API, for links in notices; blank for paths alone
 * @param privateAddresses whether webhooks may go to machines that are not of the internet; always
 *     so in development
 */
@ConfigurationProperties("csr.notices")
public record NoticeProperties(
    @DefaultValue("") String api, @DefaultValue("false") boolean privateAddresses) {}
