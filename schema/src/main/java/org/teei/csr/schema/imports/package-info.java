/** What API and workers both have to know about the rows of imports. */
@NullMarked
package org.teei.csr.schema.imports;

import org.jspecify.annotations.NullMarked;
