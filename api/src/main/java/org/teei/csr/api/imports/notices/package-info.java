/** Who is told about imports, and how telling them went. */
@NullMarked
package org.teei.csr.api.imports.notices;

import org.jspecify.annotations.NullMarked;
