/** Files that are imported as one group, such as those of past years. */
@NullMarked
package org.teei.csr.api.imports.groups;

import org.jspecify.annotations.NullMarked;
