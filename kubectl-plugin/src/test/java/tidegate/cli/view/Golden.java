package tidegate.cli.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Texts that others parse, as files. */
final class Golden {
    private Golden() {}

    /** The lines of {@code golden/NAME.txt}. */
    static List<String> lines(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".txt")) {
            if (in == null) throw new IllegalArgumentException("no golden file " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files have no blanks at line ends: editors remove them. */
    static List<String> trimmed(List<String> lines) {
        return lines.stream().map(String::stripTrailing).toList();
    }
}
