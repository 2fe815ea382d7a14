package org.teei.csr.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  @TempDir Path folder;

  @Test
  void several_that_fill_the_same_entry_at_once_all_get_a_whole_one() throws Exception {
    var cache = new Cache(folder);
    var together = new CyclicBarrier(4);
    try (var executor = Executors.newFixedThreadPool(4)) {
      var entries = new ArrayList<Future<Path>>();
      for (int i = 0; i < 4; i++) {
        entries.add(
            executor.submit(() ->
                cache.entry(
                    "program",
                    content -> {
                      await(together);
                      Files.writeString(content.resolve("file"), "whole");
                    })));
      }
      for (Future<Path> entry : entries) {
        assertThat(entry.get().resolve("file")).hasContent("whole");
      }
    }
    assertThat(folder)
        .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
  }

  @Test
  void an_entry_that_could_not_be_filled_is_not_there() {
    var cache = new Cache(folder);
    assertThatThrownBy(() ->
            cache.entry(
                "program",
                _ -> {
                  throw new IOException("no network");
                }))
        .hasMessage("no network");
    assertThat(folder).isEmptyDirectory();
  }

  private static void await(CyclicBarrier barrier) throws IOException, InterruptedException {
    try {
      barrier.await();
    } catch (java.util.concurrent.BrokenBarrierException e) {
      throw new IOException(e);
    }
  }
}
