/**
 * What the API and the workers both do and know about imports: taking uploads together, the job's
 * row, what becomes of rows that are taken back.
 */
@NullMarked
package org.teei.csr.schema.imports;

import org.jspecify.annotations.NullMarked;
