/** Telling others about imports: one workflow for each notice. */
@NullMarked
package org.teei.csr.workflows.imports.notices;

import org.jspecify.annotations.NullMarked;
