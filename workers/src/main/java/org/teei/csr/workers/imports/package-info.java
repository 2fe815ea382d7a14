/** The steps of imports. */
@NullMarked
package org.teei.csr.workers.imports;

import org.jspecify.annotations.NullMarked;
