package org.teei.csr.api.identity.members;

import jakarta.validation.constraints.Email;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Who may do what ({@code CSR_IDENTITY_MEMBERS_…}).
 *
 * @param firstAdministrator e-mail address of the person who becomes the platform's administrator
 *     while it has none; blank for nobody
 */
@Validated
@ConfigurationProperties("csr.identity.members")
record MemberSettings(@Email String firstAdministrator) {}
