/** What it costs to know who asks. */
@NullMarked
package org.teei.csr.bench.identity;

import org.jspecify.annotations.NullMarked;
