/** Deliveries of figures to platforms: what the API and the workers both write. */
@NullMarked
package org.teei.csr.schema.impactin;

import org.jspecify.annotations.NullMarked;
