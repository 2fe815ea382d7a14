/** Reading and checking import files, without database, Temporal or Spring. */
@NullMarked
package org.teei.csr.engines.imports;

import org.jspecify.annotations.NullMarked;
