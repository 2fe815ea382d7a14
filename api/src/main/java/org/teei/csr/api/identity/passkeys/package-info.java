/** The second factor of people: passkeys (WebAuthn), each of a member of one company. */
@NullMarked
package org.teei.csr.api.identity.passkeys;

import org.jspecify.annotations.NullMarked;
