import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Writes the classes of a library anew that were compiled for Java 5, with what today's verifier asks for: an ahead-of-time cache
 * takes no others, and the program would read and verify them at every start.
 *
 * <p>{@code java ForAotCache.java JAR...}
 */
final class ForAotCache {
    private ForAotCache() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            rewrite(Path.of(jar));
        }
    }

    private static void rewrite(Path jar) throws IOException {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
        try (JarFile from = new JarFile(jar.toFile());
                OutputStream file = Files.newOutputStream(fresh);
                JarOutputStream to = new JarOutputStream(file)) {
            ClassHierarchyResolver own = ClassHierarchyResolver.ofResourceParsing(name -> find(name, from));
            ClassFile classes = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(own.orElse(ClassHierarchyResolver.defaultResolver())));
            for (JarEntry entry : Collections.list(from.entries())) {
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                to.putNextEntry(new JarEntry(entry.getName()));
                to.write(entry.getName().endsWith(".class") ? current(bytes, classes) : bytes);
            }
        }
        Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] current(byte[] bytes, ClassFile classes) {
        ClassModel old = classes.parse(bytes);
        if (old.majorVersion() >= ClassFile.JAVA_6_VERSION) {
            return bytes;
        }
        return classes.build(old.thisClass().asSymbol(), builder -> {
            old.forEach(builder::with);
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
        });
    }

    private static InputStream find(ClassDesc name, JarFile jar) {
        String descriptor = name.descriptorString();
        JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
