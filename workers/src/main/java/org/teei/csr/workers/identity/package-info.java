/** Wires what the workers do about tokens. */
@NullMarked
package org.teei.csr.workers.identity;

import org.jspecify.annotations.NullMarked;
