/** How many requests are served to whom. */
@NullMarked
package org.teei.csr.api.identity.limits;

import org.jspecify.annotations.NullMarked;
