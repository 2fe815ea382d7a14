/** Sealing of the audit record. */
@NullMarked
package org.teei.csr.activities.audit;

import org.jspecify.annotations.NullMarked;
