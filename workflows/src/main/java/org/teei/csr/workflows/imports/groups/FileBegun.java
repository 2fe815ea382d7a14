package org.teei.csr.workflows.imports.groups;

/**
 * What taking a file in came to.
 *
 * @param begun an import of the file is under way, or was made before; else the file was refused
 */
public record FileBegun(boolean begun) {}
