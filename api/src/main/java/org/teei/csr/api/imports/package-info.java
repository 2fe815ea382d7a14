/** Imports over HTTP: upload, list, results, actions. */
@NullMarked
package org.teei.csr.api.imports;

import org.jspecify.annotations.NullMarked;
