/** Schedules of deliveries: when which figures go where. */
@NullMarked
package org.teei.csr.api.impactin.schedules;

import org.jspecify.annotations.NullMarked;
