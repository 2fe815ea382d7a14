/**
 * A stack of one's own and a client of its API, for benchmarks and for tests of the whole platform.
 */
@NullMarked
package org.teei.csr.bench.shared;

import org.jspecify.annotations.NullMarked;
