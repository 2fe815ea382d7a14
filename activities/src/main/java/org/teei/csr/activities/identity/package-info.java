/** What the workers do about tokens. */
@NullMarked
package org.teei.csr.activities.identity;

import org.jspecify.annotations.NullMarked;
