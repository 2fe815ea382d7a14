/** Where personal data lives: each feature claims its tables. */
@NullMarked
package org.teei.csr.activities.personaldata;

import org.jspecify.annotations.NullMarked;
