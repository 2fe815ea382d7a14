/** Drop folders: what partners lay there is imported by itself. */
@NullMarked
package org.teei.csr.api.imports.folders;

import org.jspecify.annotations.NullMarked;
