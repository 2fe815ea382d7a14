/** The audit trail from the command line. */
@NullMarked
package org.teei.csr.deploy.audit;

import org.jspecify.annotations.NullMarked;
