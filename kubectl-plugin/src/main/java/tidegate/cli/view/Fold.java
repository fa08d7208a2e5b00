package tidegate.cli.view;

import java.util.ArrayList;
import java.util.List;

/** Breaks prose into lines. */
final class Fold {
    private Fold() {}

    /** Lines of at most {@code width}, broken at blanks and, inside a word that is too long, anywhere. */
    static List<String> words(String text, int width) {
        var lines = new ArrayList<String>();
        String rest = text;
        while (Text.width(rest) > width) {
            int end = rest.offsetByCodePoints(0, width);
            int blank = rest.lastIndexOf(' ', end);
            int cut = blank > 0 ? blank : end;
            lines.add(rest.substring(0, cut));
            rest = rest.substring(cut).strip();
        }
        lines.add(rest);
        return lines;
    }
}
