/** How fast figures are computed and read, beside a named baseline in the same run. */
@NullMarked
package org.teei.csr.bench.metrics;

import org.jspecify.annotations.NullMarked;
