/** Parked workflows, drain switches and the way to Temporal. */
@NullMarked
package org.teei.csr.api.operations;

import org.jspecify.annotations.NullMarked;
