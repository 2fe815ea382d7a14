/** Keys of a whole platform. */
@NullMarked
package org.teei.csr.tests.personaldata;

import org.jspecify.annotations.NullMarked;
