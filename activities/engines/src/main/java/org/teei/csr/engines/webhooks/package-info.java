/** Judging what systems of others send: whether it is from them, and what it says. */
@NullMarked
package org.teei.csr.engines.webhooks;

import org.jspecify.annotations.NullMarked;
