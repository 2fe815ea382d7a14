/**
 * Puts a whole stack to the proof: faults while it works, and judges that share nothing with it.
 */
@NullMarked
package org.teei.csr.bench.chaos;

import org.jspecify.annotations.NullMarked;
