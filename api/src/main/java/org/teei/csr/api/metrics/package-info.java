/** Figures of companies and periods over HTTP. */
@NullMarked
package org.teei.csr.api.metrics;

import org.jspecify.annotations.NullMarked;
