/** Where impact figures may be delivered to, and how fast. */
@NullMarked
package org.teei.csr.workers.impactin;

import org.jspecify.annotations.NullMarked;
