/** The transactional outbox. */
@NullMarked
package org.teei.csr.schema.events;

import org.jspecify.annotations.NullMarked;
