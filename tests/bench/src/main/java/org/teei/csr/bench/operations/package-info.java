/** The command of all benches. */
@NullMarked
package org.teei.csr.bench.operations;

import org.jspecify.annotations.NullMarked;
