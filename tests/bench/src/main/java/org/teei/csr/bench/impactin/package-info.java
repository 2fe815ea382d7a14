/** How fast deliveries are, beside a named baseline in the same run. */
@NullMarked
package org.teei.csr.bench.impactin;

import org.jspecify.annotations.NullMarked;
