/** Files that are laid into drop folders. */
@NullMarked
package org.teei.csr.workflows.imports.folders;

import org.jspecify.annotations.NullMarked;
