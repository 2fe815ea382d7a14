package org.teei.csr.api.identity;

/**
 * Who makes a request.
 *
 * @param tenant the company whose data the request sees
 * @param name as it stands in the audit record
 */
public record Principal(String tenant, String name, String role) {}
