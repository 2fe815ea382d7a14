/** Many files imported as one group. */
@NullMarked
package org.teei.csr.workflows.imports.groups;

import org.jspecify.annotations.NullMarked;
