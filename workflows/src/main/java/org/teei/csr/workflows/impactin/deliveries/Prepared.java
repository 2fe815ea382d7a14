package org.teei.csr.workflows.impactin.deliveries;

/**
 * What was frozen.
 *
 * @param asks whether somebody has to let it go out
 * @param changes how many figures that person should look at
 * @param leftOut how many figures are not sent
 */
public record Prepared(boolean asks, int changes, int leftOut) {}
