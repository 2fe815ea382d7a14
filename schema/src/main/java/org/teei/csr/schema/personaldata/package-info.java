/**
 * Keys and what is done with them: encryption per person and tenant, blind indexes, tombstones, the
 * payload codec.
 */
@NullMarked
package org.teei.csr.schema.personaldata;

import org.jspecify.annotations.NullMarked;
