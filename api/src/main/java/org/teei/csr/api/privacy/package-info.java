/** The rights of persons to their own data over HTTP. */
@NullMarked
package org.teei.csr.api.privacy;

import org.jspecify.annotations.NullMarked;
