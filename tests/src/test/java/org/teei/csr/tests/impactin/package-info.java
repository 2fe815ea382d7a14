/** Deliveries of impact figures, and the simulators that judge them, on real servers. */
@NullMarked
package org.teei.csr.tests.impactin;

import org.jspecify.annotations.NullMarked;
