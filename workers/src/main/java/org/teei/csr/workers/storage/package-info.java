/** Where files are kept. */
@NullMarked
package org.teei.csr.workers.storage;

import org.jspecify.annotations.NullMarked;
