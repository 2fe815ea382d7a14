/** People who sign in, the companies, and who may do what in which. */
@NullMarked
package org.teei.csr.api.identity.members;

import org.jspecify.annotations.NullMarked;
