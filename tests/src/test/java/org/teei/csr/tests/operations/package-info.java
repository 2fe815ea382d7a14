/** What happens when processes are killed, servers are elsewhere or work is parked. */
@NullMarked
package org.teei.csr.tests.operations;

import org.jspecify.annotations.NullMarked;
