package org.teei.csr.deploy.imports;

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who decides while an import is followed. */
public interface Person {
  /** Nobody is there. */
  Person NOBODY = new Absent(Verdict.LATER);

  /** Whoever started the command has approved beforehand, and is gone. */
  Person APPROVING = new Absent(Verdict.APPROVE);

  /** Decides about an import that waits for approval, when its preview was shown. */
  Verdict approves();

  /**
   * Waits until the rejected rows in a file are corrected; false where they are not going to be.
   */
  boolean corrects(Path rejected);

  /** What becomes of an import that waits for approval. */
  enum Verdict {
    APPROVE,
    CANCEL,
    LATER
  }

  /** The person at the terminal; where there is none, nobody. */
  static Person atTerminal(PrintStream questions) {
    Console console = System.console();
    return console == null || !console.isTerminal() ? NOBODY : new Present(console, questions);
  }

  /** What an answer means; what is neither yes nor no decides nothing. */
  static Verdict verdict(@Nullable String answer) {
    return switch (said(answer)) {
      case "y", "yes" -> Verdict.APPROVE;
      case "n", "no" -> Verdict.CANCEL;
      default -> Verdict.LATER;
    };
  }

  /** Whether an answer says that rows are corrected. */
  static boolean sends(@Nullable String answer) {
    return switch (said(answer)) {
      case "s", "send" -> true;
      default -> false;
    };
  }

  private static String said(@Nullable String answer) {
    return answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT);
  }

  /** Has decided beforehand. */
  record Absent(Verdict verdict) implements Person {
    @Override
    public Verdict approves() {
      return verdict;
    }

    @Override
    public boolean corrects(Path rejected) {
      return false;
    }
  }

  /** Is asked. */
  record Present(Console console, PrintStream questions) implements Person {
    @Override
    public Verdict approves() {
      return verdict(asked("Let these rows land? [y]es, [n]o, cancel the import, or [l]ater: "));
    }

    @Override
    public boolean corrects(Path rejected) {
      questions.printf("The rejected rows are in %s. Correct and save them there.%n", rejected);
      return sends(asked("[s]end the corrected rows, or [l]eave them: "));
    }

    private @Nullable String asked(String question) {
      questions.print(question);
      questions.flush();
      return console.readLine();
    }
  }
}
