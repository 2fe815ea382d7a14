/** Platforms that figures go to. */
@NullMarked
package org.teei.csr.activities.impactin.vendors;

import org.jspecify.annotations.NullMarked;
