/**
 * Imports from the command line: sending a file, watching its job, and the generator of sample
 * files.
 */
@NullMarked
package org.teei.csr.deploy.imports;

import org.jspecify.annotations.NullMarked;
