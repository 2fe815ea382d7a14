/** Answers to requests that failed (RFC 9457). */
@NullMarked
package org.teei.csr.api.problems;

import org.jspecify.annotations.NullMarked;
