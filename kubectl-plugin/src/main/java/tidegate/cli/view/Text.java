package tidegate.cli.view;

import java.util.ArrayList;
import java.util.List;

/** One cell or line: runs of characters, each with a colour. Width counts code points; colours have none. */
record Text(List<Run> runs) {
    static final Text EMPTY = new Text(List.of());
    static final String ELLIPSIS = "…";

    /** Characters of one colour. */
    record Run(String text, Colour colour) {}

    Text {
        runs = List.copyOf(runs);
    }

    static Text plain(String text) {
        return of(text, Colour.NONE);
    }

    static Text of(String text, Colour colour) {
        return text.isEmpty() ? EMPTY : new Text(List.of(new Run(text, colour)));
    }

    Text plus(Text more) {
        var all = new ArrayList<>(runs);
        all.addAll(more.runs);
        return new Text(all);
    }

    Text plus(String more) {
        return plus(plain(more));
    }

    static Text joined(String separator, List<Text> parts) {
        Text all = EMPTY;
        for (Text part : parts)
            all = all.runs.isEmpty() ? part : all.plus(separator).plus(part);
        return all;
    }

    int width() {
        return runs.stream().mapToInt(run -> width(run.text())).sum();
    }

    static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** With blanks up to a width. */
    Text padded(int width) {
        int missing = width - width();
        return missing > 0 ? plus(" ".repeat(missing)) : this;
    }

    /** At most this wide. Blanks at the end go first; other characters that are cut there show as an ellipsis. */
    Text cut(int width) {
        if (width() <= width) return this;
        Text line = withoutTrailingBlanks();
        if (line.width() <= width) return line;
        return width <= 0 ? EMPTY : line.start(width - 1).plus(ELLIPSIS);
    }

    private Text start(int width) {
        var kept = new ArrayList<Run>();
        int left = width;
        for (Run run : runs) {
            String start = head(run.text(), left);
            if (!start.isEmpty()) kept.add(new Run(start, run.colour()));
            left -= width(start);
        }
        return new Text(kept);
    }

    Text withoutTrailingBlanks() {
        var kept = new ArrayList<>(runs);
        while (!kept.isEmpty() && kept.getLast().text().isBlank()) kept.removeLast();
        if (kept.isEmpty()) return EMPTY;
        Run last = kept.removeLast();
        kept.add(new Run(last.text().stripTrailing(), last.colour()));
        return new Text(kept);
    }

    /** At most this wide; what is cut at the start shows as an ellipsis. For texts of one colour. */
    Text lastPart(int width) {
        if (width() <= width || runs.isEmpty()) return this;
        Run run = runs.getFirst();
        return of(ELLIPSIS + tail(run.text(), width - 1), run.colour());
    }

    /** At most this wide; what is cut in the middle shows as an ellipsis, the end keeps the larger half. */
    static String cutMiddle(String text, int width) {
        if (width(text) <= width) return text;
        if (width <= 1) return width == 1 ? ELLIPSIS : "";
        int start = (width - 1) / 2;
        return head(text, start) + ELLIPSIS + tail(text, width - 1 - start);
    }

    private static String head(String text, int width) {
        return text.substring(0, text.offsetByCodePoints(0, Math.clamp(width, 0, width(text))));
    }

    private static String tail(String text, int width) {
        return text.substring(text.offsetByCodePoints(text.length(), -width));
    }

    /** The characters, with escape sequences if colours are wanted. */
    String shown(boolean coloured) {
        var out = new StringBuilder();
        for (Run run : runs) out.append(coloured ? run.colour().paint(run.text()) : run.text());
        return out.toString();
    }
}
