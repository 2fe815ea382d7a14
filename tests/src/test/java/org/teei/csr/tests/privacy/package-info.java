/** The rights of persons, as privacy officers serve them. */
@NullMarked
package org.teei.csr.tests.privacy;

import org.jspecify.annotations.NullMarked;
