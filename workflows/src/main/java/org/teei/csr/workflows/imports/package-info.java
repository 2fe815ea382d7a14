/** Imports as durable workflows: the language, the ports and the order of steps. */
@NullMarked
package org.teei.csr.workflows.imports;

import org.jspecify.annotations.NullMarked;
