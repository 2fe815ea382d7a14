/** What API and workers both know about the rows of imports. */
@NullMarked
package org.teei.csr.schema.imports;

import org.jspecify.annotations.NullMarked;
