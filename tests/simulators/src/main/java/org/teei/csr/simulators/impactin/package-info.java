/** The platforms that impact figures are delivered to, simulated to their documented shapes. */
@NullMarked
package org.teei.csr.simulators.impactin;

import org.jspecify.annotations.NullMarked;
