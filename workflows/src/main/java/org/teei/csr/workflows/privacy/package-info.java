/** The rights of persons to their own data, as workflows and ports. */
@NullMarked
package org.teei.csr.workflows.privacy;

import org.jspecify.annotations.NullMarked;
