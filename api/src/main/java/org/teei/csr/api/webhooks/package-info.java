/** Webhooks that come in: endpoints of companies, and what platforms tell them. */
@NullMarked
package org.teei.csr.api.webhooks;

import org.jspecify.annotations.NullMarked;
