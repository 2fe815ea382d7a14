package org.teei.csr.api.identity.limits;

import java.time.Duration;

/**
 * What a minute allows and what of it is left, this request included.
 *
 * @param name {@code principal} or {@code tenant}
 * @param granted whether there was a token for this request
 * @param resetsIn how long until all of the limit is there again
 */
record Quota(String name, int limit, boolean granted, long remaining, Duration resetsIn) {}
