package tidegate.system.docs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tidegate.system.bench.Checkout;

/**
 * The rows of all tables of a page, without heads and rules.
 *
 * @param rows each with the text of its cells
 */
record Table(List<List<String>> rows) {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static Table of(String page) throws IOException {
        List<List<String>> rows = Files.readAllLines(
                        Checkout.root().resolve("docs").resolve(page))
                .stream()
                .filter(line -> line.startsWith("|") && !line.matches("\\|[-| ]+\\|"))
                .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
        return new Table(rows.stream().filter(row -> !isHead(row)).toList());
    }

    private static boolean isHead(List<String> row) {
        return row.stream().noneMatch(cell -> cell.contains("`"));
    }

    /** What stands in code quotes in a cell. */
    static List<String> quoted(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    /** All Java sources of all modules, for looking names up. */
    static List<Path> sources() throws IOException {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(Checkout.root(), Table::isModule)) {
            for (Path module : modules) found.addAll(sourcesOf(module.resolve("src")));
        }
        return found;
    }

    private static boolean isModule(Path folder) {
        return Files.isRegularFile(folder.resolve("pom.xml")) && Files.isDirectory(folder.resolve("src"));
    }

    private static List<Path> sourcesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
