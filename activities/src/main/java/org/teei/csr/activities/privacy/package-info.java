/** Serving the rights of persons. */
@NullMarked
package org.teei.csr.activities.privacy;

import org.jspecify.annotations.NullMarked;
