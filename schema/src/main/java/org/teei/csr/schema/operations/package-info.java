/** Start intents and leases: what the endless loops stand on. */
@NullMarked
package org.teei.csr.schema.operations;

import org.jspecify.annotations.NullMarked;
