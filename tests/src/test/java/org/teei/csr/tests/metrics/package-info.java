/** Figures on real servers. */
@NullMarked
package org.teei.csr.tests.metrics;

import org.jspecify.annotations.NullMarked;
