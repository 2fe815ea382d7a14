/** How companies are connected to platforms, and whether anything goes there. */
@NullMarked
package org.teei.csr.api.impactin.vendors;

import org.jspecify.annotations.NullMarked;
