/** Wiring of the worker process. */
@NullMarked
package org.teei.csr.workers.shared;

import org.jspecify.annotations.NullMarked;
