/** The pages of reference, written from the code they describe, and the links between all pages. */
@NullMarked
package org.teei.csr.tests.documents;

import org.jspecify.annotations.NullMarked;
