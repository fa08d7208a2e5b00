package tidegate.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The tree as aligned columns NAME, KIND, STATUS, AGE, INFO.
 *
 * <p>On a terminal that is too narrow for them the columns give way one after the other, so that no line wraps: KIND
 * goes first (the sign in front of the name says the same), then the width of the branches, then the starts of long
 * names (their ends tell them apart), at last the end of INFO.
 */
final class TreeTable {
    private static final int GAP = 2;
    private static final int LEAST_NAME = 12;
    private static final int LEAST_INFO = 9;
    private static final List<Function<Row, Text>> ALL =
            List.of(Row::label, Row::kind, Row::status, Row::age, Row::info);
    private static final List<Function<Row, Text>> WITHOUT_KIND = List.of(Row::label, Row::status, Row::age, Row::info);

    /** The lines that lead to a node: to one with siblings after it, to the last one, and beside what is below each. */
    private record Branches(String middle, String last, String besideMiddle, String besideLast) {
        static final Branches WIDE = new Branches("├──", "└──", "│  ", "   ");
        static final Branches SLIM = new Branches("├", "└", "│ ", "  ");
    }

    /** One line; {@code lead} is the drawing in front of the name. */
    private record Row(String lead, Text name, Text kind, Text status, Text age, Text info) {
        static final Row HEADING = new Row(
                "",
                Text.plain("NAME"),
                Text.plain("KIND"),
                Text.plain("STATUS"),
                Text.plain("AGE"),
                Text.plain("INFO"));

        static Row of(String branch, TreeNode node) {
            return new Row(
                    branch + node.glyph() + " ",
                    node.name(),
                    Text.plain(node.kind()),
                    node.status(),
                    Text.plain(node.age()),
                    node.info());
        }

        Text label() {
            return Text.plain(lead).plus(name);
        }

        /** With the end of the name only, if all of it is too long. */
        Row narrowedTo(int width) {
            int room = Math.max(LEAST_NAME, width - Text.width(lead));
            return new Row(lead, name.lastPart(room), kind, status, age, info);
        }
    }

    private TreeTable() {}

    static List<Text> lines(TreeNode root, Layout layout) {
        int width = layout.width();
        List<Row> rows = rows(root, Branches.WIDE);
        if (width == Layout.UNLIMITED || fits(rows, ALL, width)) return aligned(rows, ALL, width);
        if (fits(rows, WITHOUT_KIND, width)) return aligned(rows, WITHOUT_KIND, width);
        List<Row> slim = rows(root, Branches.SLIM);
        return aligned(fits(slim, WITHOUT_KIND, width) ? slim : narrowed(slim, width), WITHOUT_KIND, width);
    }

    private static List<Row> rows(TreeNode root, Branches branches) {
        var rows = new ArrayList<Row>();
        rows.add(Row.HEADING);
        add(rows, root, "", "", branches);
        return rows;
    }

    private static void add(List<Row> rows, TreeNode node, String branch, String below, Branches branches) {
        rows.add(Row.of(branch, node));
        for (TreeNode child : node.children()) {
            boolean isLast = child == node.children().getLast();
            String toChild = isLast ? branches.last() : branches.middle();
            String beside = isLast ? branches.besideLast() : branches.besideMiddle();
            add(rows, child, below + toChild, below + beside, branches);
        }
    }

    private static boolean fits(List<Row> rows, List<Function<Row, Text>> columns, int width) {
        return aligned(rows, columns, Layout.UNLIMITED).stream()
                .allMatch(line -> line.withoutTrailingBlanks().width() <= width);
    }

    /** Rows whose names leave room for the other columns and a useful start of INFO. */
    private static List<Row> narrowed(List<Row> rows, int width) {
        int others = GAP + widest(rows, Row::status) + GAP + widest(rows, Row::age) + GAP;
        int info = Math.min(widest(rows, Row::info), LEAST_INFO);
        return rows.stream().map(row -> row.narrowedTo(width - others - info)).toList();
    }

    /** The last column is not padded. */
    private static List<Text> aligned(List<Row> rows, List<Function<Row, Text>> columns, int width) {
        List<Integer> widths =
                columns.stream().map(column -> widest(rows, column) + GAP).toList();
        var lines = new ArrayList<Text>();
        for (Row row : rows) {
            Text line = Text.EMPTY;
            for (int i = 0; i < columns.size() - 1; i++)
                line = line.plus(columns.get(i).apply(row).padded(widths.get(i)));
            lines.add(line.plus(columns.getLast().apply(row)).cut(width));
        }
        return lines;
    }

    private static int widest(List<Row> rows, Function<Row, Text> column) {
        return rows.stream().mapToInt(row -> column.apply(row).width()).max().orElse(0);
    }
}
