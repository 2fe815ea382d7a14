/** Who makes a request. */
@NullMarked
package org.teei.csr.api.identity;

import org.jspecify.annotations.NullMarked;
