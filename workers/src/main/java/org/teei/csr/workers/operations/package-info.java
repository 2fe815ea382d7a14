/** Temporal workers, start intents, reconciler, schedules. */
@NullMarked
package org.teei.csr.workers.operations;

import org.jspecify.annotations.NullMarked;
