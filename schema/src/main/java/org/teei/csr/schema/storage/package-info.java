/** Objects outside the database: encrypted uploads and results, and write-once evidence. */
@NullMarked
package org.teei.csr.schema.storage;

import org.jspecify.annotations.NullMarked;
