/** Machines of a company: clients that ask for tokens, and keys that are sent as they are. */
@NullMarked
package org.teei.csr.api.identity.clients;

import org.jspecify.annotations.NullMarked;
