/** Relay and consumers of events. */
@NullMarked
package org.teei.csr.workers.events;

import org.jspecify.annotations.NullMarked;
