/** Request ids, response headers and health. */
@NullMarked
package org.teei.csr.api.observability;

import org.jspecify.annotations.NullMarked;
