package org.teei.csr.tests.documents;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import javax.tools.ToolProvider;

/** Java sources as syntax trees. */
final class Sources {
  private Sources() {}

  static void parse(List<Path> sources, BiConsumer<CompilationUnitTree, DocTrees> reader) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      DocTrees trees = DocTrees.instance(task);
      task.parse().forEach(unit -> reader.accept(unit, trees));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
