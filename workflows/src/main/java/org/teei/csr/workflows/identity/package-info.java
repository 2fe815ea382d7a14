/** Keys that sign access tokens, as workflows and ports. */
@NullMarked
package org.teei.csr.workflows.identity;

import org.jspecify.annotations.NullMarked;
