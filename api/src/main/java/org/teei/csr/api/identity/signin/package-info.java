/** How people come in: by an OpenID provider, a browser session and tokens that are refreshed. */
@NullMarked
package org.teei.csr.api.identity.signin;

import org.jspecify.annotations.NullMarked;
