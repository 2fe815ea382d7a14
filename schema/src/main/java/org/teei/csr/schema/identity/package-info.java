/** The keys that sign access tokens. */
@NullMarked
package org.teei.csr.schema.identity;

import org.jspecify.annotations.NullMarked;
