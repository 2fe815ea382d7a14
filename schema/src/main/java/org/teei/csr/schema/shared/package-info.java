/** What several features of this module need. */
@NullMarked
package org.teei.csr.schema.shared;

import org.jspecify.annotations.NullMarked;
