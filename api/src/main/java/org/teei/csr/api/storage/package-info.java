/** The encrypted object store. */
@NullMarked
package org.teei.csr.api.storage;

import org.jspecify.annotations.NullMarked;
