/** What is laid into drop folders, and how it becomes imports. */
@NullMarked
package org.teei.csr.activities.imports.folders;

import org.jspecify.annotations.NullMarked;
