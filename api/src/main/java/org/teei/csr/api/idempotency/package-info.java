/** Repeated requests with the same Idempotency-Key. */
@NullMarked
package org.teei.csr.api.idempotency;

import org.jspecify.annotations.NullMarked;
