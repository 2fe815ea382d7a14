/** Deliveries of figures to platforms, and what persons decide about them. */
@NullMarked
package org.teei.csr.api.impactin.deliveries;

import org.jspecify.annotations.NullMarked;
