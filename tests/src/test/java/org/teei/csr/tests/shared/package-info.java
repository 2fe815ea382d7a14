/** What tests of the whole platform share: a stack of their own and a client of its API. */
@NullMarked
package org.teei.csr.tests.shared;

import org.jspecify.annotations.NullMarked;
