/** The steps of groups of imports. */
@NullMarked
package org.teei.csr.activities.imports.groups;

import org.jspecify.annotations.NullMarked;
