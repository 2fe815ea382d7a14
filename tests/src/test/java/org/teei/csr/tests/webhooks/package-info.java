/** Webhooks of platforms on real servers. */
@NullMarked
package org.teei.csr.tests.webhooks;

import org.jspecify.annotations.NullMarked;
