/** Parking, draining and other work of the operators, as workflows and ports. */
@NullMarked
package org.teei.csr.workflows.operations;

import org.jspecify.annotations.NullMarked;
