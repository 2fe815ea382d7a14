/** Figures of companies and periods, as workflows and ports. */
@NullMarked
package org.teei.csr.workflows.metrics;

import org.jspecify.annotations.NullMarked;
