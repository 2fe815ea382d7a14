/**
 * What two or more features of the workflows need: ids, parking, retry profiles, search attributes.
 */
@NullMarked
package org.teei.csr.workflows.shared;

import org.jspecify.annotations.NullMarked;
