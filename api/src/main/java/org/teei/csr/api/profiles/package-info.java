/** Persons over HTTP. */
@NullMarked
package org.teei.csr.api.profiles;

import org.jspecify.annotations.NullMarked;
