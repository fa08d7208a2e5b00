import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies a jar and writes class files from before Java 6 anew in a present version, their code unchanged.
 *
 * <p>picocli is compiled for Java 5. The JDK's start-up cache takes no classes that old (they need another verifier), so
 * without this the largest library of the command line would be read and verified at every start.
 *
 * <p>Run by dist.sh: {@code java ModernClassFiles.java FROM.jar TO.jar}.
 */
final class ModernClassFiles {
    private static final int JAVA_6 = 50;
    private static final int JAVA_8 = 52;

    private final ClassFile files;

    private ModernClassFiles(JarFile jar) {
        ClassHierarchyResolver inJar = ClassHierarchyResolver.ofResourceParsing(name -> {
            String path = name.packageName().replace('.', '/') + "/" + name.displayName() + ".class";
            return streamOf(jar, path);
        });
        files = ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(inJar.orElse(ClassHierarchyResolver.defaultResolver())));
    }

    private static InputStream streamOf(JarFile jar, String path) {
        try {
            JarEntry entry = jar.getJarEntry(path);
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void main(String[] args) throws IOException {
        try (var from = new JarFile(args[0]);
                OutputStream file = Files.newOutputStream(Path.of(args[1]));
                var to = new JarOutputStream(file)) {
            var modernised = new ModernClassFiles(from);
            for (Enumeration<JarEntry> all = from.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                to.putNextEntry(copyOf(entry));
                to.write(modernised.contentOf(from, entry));
                to.closeEntry();
            }
        }
    }

    private static JarEntry copyOf(JarEntry entry) {
        var copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        return copy;
    }

    private byte[] contentOf(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            return entry.getName().endsWith(".class") ? modern(bytes) : bytes;
        }
    }

    private byte[] modern(byte[] bytes) {
        ClassModel model = files.parse(bytes);
        if (model.majorVersion() >= JAVA_6) return bytes;
        ClassTransform version = (made, element) ->
                made.with(element instanceof ClassFileVersion ? ClassFileVersion.of(JAVA_8, 0) : element);
        // code that is only passed on would be copied as it is; taken apart and put together it gets its stack maps
        ClassTransform code = ClassTransform.transformingMethodBodies((made, element) -> made.with(element));
        return files.transformClass(model, version.andThen(code));
    }
}
