/** The one place that sets the tenant of a database transaction. */
@NullMarked
package org.teei.csr.schema.tenancy;

import org.jspecify.annotations.NullMarked;
