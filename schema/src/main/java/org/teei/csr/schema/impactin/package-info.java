/** What API and workers share about deliveries to platforms. */
@NullMarked
package org.teei.csr.schema.impactin;

import org.jspecify.annotations.NullMarked;
