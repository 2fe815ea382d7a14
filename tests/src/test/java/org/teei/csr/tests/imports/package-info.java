/** Journeys of imports through the whole platform. */
@NullMarked
package org.teei.csr.tests.imports;

import org.jspecify.annotations.NullMarked;
