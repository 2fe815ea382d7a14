/** The application, its settings and the form of lists. */
@NullMarked
package org.teei.csr.api.shared;

import org.jspecify.annotations.NullMarked;
