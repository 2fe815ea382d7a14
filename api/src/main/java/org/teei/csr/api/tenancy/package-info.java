/** Connections to the database. */
@NullMarked
package org.teei.csr.api.tenancy;

import org.jspecify.annotations.NullMarked;
