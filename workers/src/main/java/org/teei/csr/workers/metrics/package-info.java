/** Wires what computes figures. */
@NullMarked
package org.teei.csr.workers.metrics;

import org.jspecify.annotations.NullMarked;
