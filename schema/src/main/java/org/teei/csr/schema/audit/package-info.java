/** The record of who did what, its seals, and their verification. */
@NullMarked
package org.teei.csr.schema.audit;

import org.jspecify.annotations.NullMarked;
