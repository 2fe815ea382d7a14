/** How fast imports are, beside a named baseline in the same run. */
@NullMarked
package org.teei.csr.bench.imports;

import org.jspecify.annotations.NullMarked;
