/** What webhooks leave behind. */
@NullMarked
package org.teei.csr.activities.webhooks;

import org.jspecify.annotations.NullMarked;
