/** Keys, and the codec endpoint of the Temporal UI. */
@NullMarked
package org.teei.csr.api.personaldata;

import org.jspecify.annotations.NullMarked;
