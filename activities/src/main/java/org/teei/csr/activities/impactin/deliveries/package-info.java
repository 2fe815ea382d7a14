/** Deliveries of figures to platforms, on PostgreSQL. */
@NullMarked
package org.teei.csr.activities.impactin.deliveries;

import org.jspecify.annotations.NullMarked;
