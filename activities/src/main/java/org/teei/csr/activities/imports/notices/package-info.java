/** Telling others about imports: how notices arise, are signed, sent and noted. */
@NullMarked
package org.teei.csr.activities.imports.notices;

import org.jspecify.annotations.NullMarked;
