/** How failures and traces of activities are told to the outside: classes and ids, never data. */
@NullMarked
package org.teei.csr.activities.observability;

import org.jspecify.annotations.NullMarked;
