/** Health, meters and traces. */
@NullMarked
package org.teei.csr.workers.observability;

import org.jspecify.annotations.NullMarked;
