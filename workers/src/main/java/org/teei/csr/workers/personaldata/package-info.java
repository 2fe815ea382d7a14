/** Keys, and the form of Temporal payloads. */
@NullMarked
package org.teei.csr.workers.personaldata;

import org.jspecify.annotations.NullMarked;
