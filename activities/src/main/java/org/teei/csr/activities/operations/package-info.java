/** What keeps work moving: starting, reconciling, parking, draining and tidying up. */
@NullMarked
package org.teei.csr.activities.operations;

import org.jspecify.annotations.NullMarked;
