/** Signing in to the stack of a checkout, as one of its development users. */
@NullMarked
package org.teei.csr.deploy.identity;

import org.jspecify.annotations.NullMarked;
