/** Schedules of deliveries, on PostgreSQL. */
@NullMarked
package org.teei.csr.activities.impactin.schedules;

import org.jspecify.annotations.NullMarked;
