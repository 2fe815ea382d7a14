/** Sealing of the audit record. */
@NullMarked
package org.teei.csr.workers.audit;

import org.jspecify.annotations.NullMarked;
