package org.teei.csr.deploy.imports;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.ApiClient.Answer;
import org.teei.csr.deploy.shared.CsrFailure;

/** Lets a person correct the rejected rows of an import in a file beside its own. */
final class RejectedRows {
  private final ApiClient api;
  private final PrintStream err;
  private final Person person;
  private final URI job;
  private final Path file;

  /**
   * @param job address of the import
   * @param sent the file that was imported
   */
  RejectedRows(ApiClient api, PrintStream err, Person person, URI job, Path sent) {
    this.api = api;
    this.err = err;
    this.person = person;
    this.job = job;
    this.file = beside(sent);
  }

  /** The first name that is free: what somebody has corrected before is not written over. */
  private static Path beside(Path sent) {
    String name = sent.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    Path file = sent.resolveSibling(name + ".rejected.csv");
    for (int i = 2; Files.exists(file); i++) {
      file = sent.resolveSibling(name + ".rejected-" + i + ".csv");
    }
    return file;
  }

  /** Whether the person has sent corrections, which the import takes in now. */
  boolean corrected() throws InterruptedException {
    if (person.equals(Person.NOBODY) || person.equals(Person.APPROVING)) {
      return false;
    }
    Answer rejected = api.download(URI.create(job + "/rejected.csv"), file);
    if (!rejected.isSuccess()) {
      throw new CsrFailure(rejected.problem());
    }
    while (person.corrects(file)) {
      Answer answer = api.post(URI.create(job + "/corrections"), "text/csv", file);
      if (answer.status() == 202) {
        return true;
      }
      err.println(answer.isSuccess() ? "These rows were sent before, just so." : answer.problem());
    }
    return false;
  }
}
