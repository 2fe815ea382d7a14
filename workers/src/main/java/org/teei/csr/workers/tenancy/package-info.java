/** Connections to PostgreSQL, one per role, and the migrations. */
@NullMarked
package org.teei.csr.workers.tenancy;

import org.jspecify.annotations.NullMarked;
