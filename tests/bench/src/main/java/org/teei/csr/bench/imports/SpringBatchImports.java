package org.teei.csr.bench.imports;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.engines.imports.RawRow;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * An import of sessions as a Spring Batch job: a look over the whole file, then two partitions that
 * read, check and write chunks, each a transaction that leaves its place in the job repository. It
 * checks by the engines of the platform, writes to the same tables under the same keys, and tells
 * the same events. A program of its own, which takes one import a line and says how each ended.
 *
 * <p>What it has for nothing: the file lies on the disk as it is, nobody can pause, steer or watch
 * it, and a row that changes a session ends it, as does a session that is twice in a chunk. The
 * files of the benchmark have neither, but both are looked for.
 */
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing
@EnableJdbcJobRepository
public class SpringBatchImports {
  /** Rows of a transaction, unless {@code CSR_BENCH_CHUNK} says otherwise. */
  private static final String CHUNK = "2000";

  /** As many as the platform merges ranges at the same time. */
  private static final int PARTITIONS = 2;

  public static void main(String[] arguments) throws Exception {
    try (var context = new AnnotationConfigApplicationContext(SpringBatchImports.class)) {
      var operator = context.getBean(JobOperator.class);
      var job = context.getBean("imports", Job.class);
      System.out.println("READY");
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var words = line.split("\t", -1);
        var execution =
            operator.start(
                job,
                new JobParametersBuilder()
                    .addString("tenant", words[0])
                    .addString("importId", words[1])
                    .addString("file", words[2])
                    .toJobParameters());
        execution.getAllFailureExceptions().forEach(Throwable::printStackTrace);
        System.out.println(execution.getStatus());
      }
    }
  }

  static int chunk() {
    return Integer.parseInt(System.getenv().getOrDefault("CSR_BENCH_CHUNK", CHUNK));
  }

  @Bean
  HikariDataSource dataSource() {
    var connections = new PGSimpleDataSource();
    connections.setURL(System.getenv("CSR_DATABASE_URL"));
    connections.setUser("csr_worker");
    connections.setPassword(System.getenv("CSR_DATABASE_WORKER_PASSWORD"));
    connections.setCurrentSchema(SpringBatchProcess.SCHEMA);
    connections.setReWriteBatchedInserts(true);
    var pool = new HikariConfig();
    pool.setDataSource(connections);
    return new HikariDataSource(pool);
  }

  @Bean
  PlatformTransactionManager transactionManager(DataSource dataSource) {
    return new JdbcTransactionManager(dataSource);
  }

  @Bean
  TenantKeys tenantKeys(DataSource dataSource) throws IOException {
    return new TenantKeys(
        new Tenancy(dataSource), new FileKms(Path.of(System.getenv("CSR_KMS_KEY_FILE"))));
  }

  @Bean
  Job imports(JobRepository repository, Step survey, Step partitions) {
    return new JobBuilder("imports", repository).start(survey).next(partitions).build();
  }

  @Bean
  Step survey(JobRepository repository, PlatformTransactionManager transactions) {
    return new StepBuilder("survey", repository)
        .tasklet(
            (contribution, chunk) -> {
              var execution = contribution.getStepExecution().getJobExecution();
              FileSurvey.of(Path.of(parameter(execution.getJobParameters().getString("file"))))
                  .keep(execution.getExecutionContext());
              return null;
            },
            transactions)
        .build();
  }

  @Bean
  @StepScope
  Partitioner parts(@Value("#{jobExecutionContext['survey']}") String survey) {
    return FileSurvey.kept(survey)::parts;
  }

  @Bean
  Step partitions(JobRepository repository, Partitioner parts, Step chunks) {
    return new StepBuilder("partitions", repository)
        .partitioner("chunks", parts)
        .step(chunks)
        .gridSize(PARTITIONS)
        .taskExecutor(new SimpleAsyncTaskExecutor("chunks-"))
        .build();
  }

  @Bean
  Step chunks(
      JobRepository repository,
      PlatformTransactionManager transactions,
      ItemStreamReader<RawRow> reader,
      ItemProcessor<RawRow, CheckedRow> processor,
      ItemWriter<CheckedRow> writer) {
    return new StepBuilder("chunks", repository)
        .<RawRow, CheckedRow>chunk(chunk())
        .transactionManager(transactions)
        .reader(reader)
        .processor(processor)
        .writer(writer)
        .build();
  }

  @Bean
  @StepScope
  ItemStreamReader<RawRow> reader(@Value("#{jobParameters['file']}") String file) {
    return new SessionReader(Path.of(file));
  }

  @Bean
  @StepScope
  ItemProcessor<RawRow, CheckedRow> processor(
      @Value("#{jobParameters['file']}") String file,
      @Value("#{jobParameters['tenant']}") String tenant,
      @Value("#{stepExecutionContext['scale']}") String scale,
      TenantKeys tenantKeys)
      throws IOException, FileRefused {
    return SessionProcessor.of(
        Path.of(file), RatingScale.valueOf(scale), tenantKeys.blindIndex(tenant));
  }

  @Bean
  @StepScope
  ItemWriter<CheckedRow> writer(
      @Value("#{jobParameters['tenant']}") String tenant,
      @Value("#{jobParameters['importId']}") String importId,
      @Value("#{stepExecutionContext['scale']}") String scale,
      DataSource dataSource,
      TenantKeys tenantKeys) {
    return new SessionWriter(
        new JdbcTemplate(dataSource),
        new PersonKeys(tenantKeys),
        tenant,
        UUID.fromString(importId),
        RatingScale.valueOf(scale));
  }

  private static String parameter(@Nullable String value) {
    return Objects.requireNonNull(value);
  }
}
