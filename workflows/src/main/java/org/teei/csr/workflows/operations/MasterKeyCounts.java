package org.teei.csr.workflows.operations;

/**
 * What going over to another master key came to.
 *
 * @param tenants tenants of which a key was wrapped anew
 * @param keys their keys
 */
public record MasterKeyCounts(int tenants, long keys) {}
