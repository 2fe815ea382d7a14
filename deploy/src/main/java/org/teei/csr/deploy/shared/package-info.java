/**
 * What the commands of several features need: the client of the API and failures in plain words.
 */
@NullMarked
package org.teei.csr.deploy.shared;

import org.jspecify.annotations.NullMarked;
