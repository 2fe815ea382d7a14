/** What those who run the platform see of it, and are told. */
@NullMarked
package org.teei.csr.tests.observability;

import org.jspecify.annotations.NullMarked;
