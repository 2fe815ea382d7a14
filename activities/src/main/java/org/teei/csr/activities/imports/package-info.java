/** The steps of an import that touch storage and database. */
@NullMarked
package org.teei.csr.activities.imports;

import org.jspecify.annotations.NullMarked;
