/** Wires what serves the rights of persons. */
@NullMarked
package org.teei.csr.workers.privacy;

import org.jspecify.annotations.NullMarked;
