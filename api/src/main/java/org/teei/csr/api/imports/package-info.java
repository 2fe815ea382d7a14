/** Imports over HTTP: upload, lists, results and commands. */
@NullMarked
package org.teei.csr.api.imports;

import org.jspecify.annotations.NullMarked;
