/** Verification of the audit record over HTTP. */
@NullMarked
package org.teei.csr.api.audit;

import org.jspecify.annotations.NullMarked;
