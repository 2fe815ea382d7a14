/**
 * What the API and the workers both do to make imports: take uploads together, and the job's row.
 */
@NullMarked
package org.teei.csr.schema.imports;

import org.jspecify.annotations.NullMarked;
