/** What is kept of webhooks, encrypted. */
@NullMarked
package org.teei.csr.schema.webhooks;

import org.jspecify.annotations.NullMarked;
