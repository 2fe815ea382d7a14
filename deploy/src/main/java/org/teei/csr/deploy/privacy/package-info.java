/** Commands about the rights of persons. */
@NullMarked
package org.teei.csr.deploy.privacy;

import org.jspecify.annotations.NullMarked;
