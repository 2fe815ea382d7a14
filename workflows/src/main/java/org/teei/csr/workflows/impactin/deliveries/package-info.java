/** Deliveries of figures to platforms, as workflows and ports. */
@NullMarked
package org.teei.csr.workflows.impactin.deliveries;

import org.jspecify.annotations.NullMarked;
