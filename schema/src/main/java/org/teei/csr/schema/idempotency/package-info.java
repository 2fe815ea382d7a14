/** Answers to requests with an idempotency key. */
@NullMarked
package org.teei.csr.schema.idempotency;

import org.jspecify.annotations.NullMarked;
