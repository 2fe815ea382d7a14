/** Schedules of deliveries, as workflows and ports. */
@NullMarked
package org.teei.csr.workflows.impactin.schedules;

import org.jspecify.annotations.NullMarked;
