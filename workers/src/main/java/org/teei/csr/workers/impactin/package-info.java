/** Where impact figures may be delivered to. */
@NullMarked
package org.teei.csr.workers.impactin;

import org.jspecify.annotations.NullMarked;
