package org.teei.csr.workers.operations;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.personaldata.Payloads;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.personaldata.TenantPayloadCodec;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * What the replayer is given by its environment. It signs in to the database as {@code
 * csr_replayer}, who may read the wrapped keys of tenants and nothing else; without a database it
 * reads payloads in the clear only.
 */
final class ReplayEnvironment {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<String, String> variables;

  ReplayEnvironment(Map<String, String> variables) {
    this.variables = variables;
  }

  /** Whether encrypted payloads can be read. */
  boolean hasKeys() {
    return variables.containsKey("CSR_DATABASE_URL") && variables.containsKey("CSR_KMS_KEY_FILE");
  }

  WorkflowClient client() throws IOException {
    return client(converter());
  }

  /** For a history whose payloads nobody has encrypted; those of its replay need no keys either. */
  WorkflowClient clientWithoutKeys() throws IOException {
    return client(Payloads.plainConverter());
  }

  private WorkflowClient client(DataConverter converter) throws IOException {
    @Nullable String target = variables.get("CSR_TEMPORAL_TARGET");
    var options = WorkflowServiceStubsOptions.newBuilder().setRpcTimeout(PATIENCE);
    if (target == null) {
      options.setChannel(NoServer.channel());
    } else {
      options.setTarget(target);
    }
    var stubs = WorkflowServiceStubs.newServiceStubs(options.validateAndBuildWithDefaults());
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(variables.getOrDefault("CSR_TEMPORAL_NAMESPACE", "default"))
            .setIdentity("replayer")
            .setDataConverter(converter)
            .validateAndBuildWithDefaults());
  }

  private DataConverter converter() throws IOException {
    @Nullable String address = variables.get("CSR_DATABASE_URL");
    @Nullable String keys = variables.get("CSR_KMS_KEY_FILE");
    if (address == null || keys == null) {
      return Payloads.plainConverter();
    }
    var database = new PGSimpleDataSource();
    database.setURL(address);
    database.setUser(variables.get("CSR_DATABASE_REPLAYER_USERNAME"));
    database.setPassword(variables.get("CSR_DATABASE_REPLAYER_PASSWORD"));
    database.setApplicationName("csr-replayer");
    database.setSocketTimeout((int) PATIENCE.toSeconds());
    database.setLogServerErrorDetail(false);
    var kms = new FileKms(Path.of(keys));
    return Payloads.converter(
        new TenantPayloadCodec(new TenantKeys(new Tenancy(database), kms), kms));
  }
}
