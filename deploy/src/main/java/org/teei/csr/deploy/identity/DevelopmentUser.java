package org.teei.csr.deploy.identity;

/**
 * Whom a stack of development believes to be anybody.
 *
 * @param tenant the company, or {@code platform} for those who run the platform
 * @param role as the API spells it, such as {@code company_admin}
 * @param name tells users of one role apart: letters, digits and hyphens; empty for the one without
 * @param steppedUp whether they count as having shown a passkey just now
 */
public record DevelopmentUser(String tenant, String role, String name, boolean steppedUp) {}
