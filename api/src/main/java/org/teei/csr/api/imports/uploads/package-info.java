/** Files that come in pieces and can go on after a break, by the protocol tus 1.0. */
@NullMarked
package org.teei.csr.api.imports.uploads;

import org.jspecify.annotations.NullMarked;
