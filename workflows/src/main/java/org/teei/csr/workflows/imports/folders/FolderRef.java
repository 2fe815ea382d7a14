package org.teei.csr.workflows.imports.folders;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** Which drop folder: the whole input of its workflow. */
public record FolderRef(TenantId tenant, UUID folderId) {}
