/** The ./csr command: launcher of the local stack and client of the API. */
@NullMarked
package org.teei.csr.deploy.operations;

import org.jspecify.annotations.NullMarked;
