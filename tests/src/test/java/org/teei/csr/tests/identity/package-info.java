/** Who is let in, and what they may do, on the whole platform. */
@NullMarked
package org.teei.csr.tests.identity;

import org.jspecify.annotations.NullMarked;
