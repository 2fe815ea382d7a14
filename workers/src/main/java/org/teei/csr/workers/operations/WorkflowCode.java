package org.teei.csr.workers.operations;

import io.temporal.common.metadata.POJOWorkflowImplMetadata;
import io.temporal.common.metadata.POJOWorkflowMethodMetadata;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Implementations of workflows, by workflow type.
 *
 * @param implementations each has a constructor without arguments
 */
record WorkflowCode(Map<String, Class<?>> implementations) {
  private static final String IMPLEMENTATION = "WorkflowImpl.class";

  static WorkflowCode of(List<Class<?>> implementations) {
    var byType = new TreeMap<String, Class<?>>();
    for (Class<?> implementation : implementations) {
      for (var method : POJOWorkflowImplMetadata.newInstance(implementation).getWorkflowMethods()) {
        byType.put(method.getName(), implementation);
      }
    }
    return new WorkflowCode(byType);
  }

  /**
   * All implementations in a jar or a folder of classes that comes first on the class path.
   *
   * @throws ReplayTrouble if there are none
   */
  static WorkflowCode in(Path place) throws IOException {
    List<Class<?>> found;
    if (Files.isDirectory(place)) {
      found = classes(place);
    } else {
      try (var jar = FileSystems.newFileSystem(place)) {
        found = classes(jar.getPath("/"));
      }
    }
    if (found.isEmpty()) {
      throw new ReplayTrouble("There are no workflows in " + place + ".");
    }
    return of(found);
  }

  private static List<Class<?>> classes(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(IMPLEMENTATION))
          .map(file -> root.relativize(file).toString())
          .map(name -> name.replace('\\', '/').replaceAll("\\.class$", "").replace('/', '.'))
          .<Class<?>>map(WorkflowCode::load)
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new ReplayTrouble("The class " + name + " cannot be loaded.", e);
    }
  }

  /** The names of signals that the type's code takes. */
  Set<String> signals(String type) {
    return names(metadata(type).getSignalMethods());
  }

  /** The names of updates that the type's code takes. */
  Set<String> updates(String type) {
    return names(metadata(type).getUpdateMethods());
  }

  private POJOWorkflowImplMetadata metadata(String type) {
    return POJOWorkflowImplMetadata.newInstance(implementation(type));
  }

  /**
   * @throws ReplayTrouble if there is none of this type
   */
  Class<?> implementation(String type) {
    Class<?> found = implementations.get(type);
    if (found == null) {
      throw new ReplayTrouble("This code has no workflow of the type " + type + ".");
    }
    return found;
  }

  private static Set<String> names(List<POJOWorkflowMethodMetadata> methods) {
    return methods.stream().map(POJOWorkflowMethodMetadata::getName).collect(Collectors.toSet());
  }
}
