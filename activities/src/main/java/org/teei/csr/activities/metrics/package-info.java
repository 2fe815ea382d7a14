/** Computing figures from rows, in sets. */
@NullMarked
package org.teei.csr.activities.metrics;

import org.jspecify.annotations.NullMarked;
