/** The command of all benches. */
@NullMarked
package org.teei.csr.bench;

import org.jspecify.annotations.NullMarked;
