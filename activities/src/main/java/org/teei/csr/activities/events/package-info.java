/** The way of an event: from the outbox to NATS, and from NATS into projections, once each. */
@NullMarked
package org.teei.csr.activities.events;

import org.jspecify.annotations.NullMarked;
