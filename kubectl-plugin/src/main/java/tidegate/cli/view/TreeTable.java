package tidegate.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The tree as aligned columns NAME, KIND, STATUS, AGE, INFO.
 *
 * <p>On a terminal that is too narrow for them the columns give way one after the other, so that no line wraps: KIND
 * goes first (the sign in front of the name says the same), then the middle of long names, then the end of INFO.
 */
final class TreeTable {
    private static final int GAP = 2;
    private static final int LEAST_NAME = 12;
    private static final int LEAST_INFO = 9;

    /** One line; {@code lead} is the drawing in front of the name. */
    private record Row(String lead, Text name, Text kind, Text status, Text age, Text info) {
        Text label() {
            return Text.plain(lead).plus(name);
        }

        Row withName(Text shorter) {
            return new Row(lead, shorter, kind, status, age, info);
        }
    }

    private final List<Row> rows;
    private final int width;

    private TreeTable(List<Row> rows, int width) {
        this.rows = rows;
        this.width = width;
    }

    static List<Text> lines(TreeNode root, Layout layout) {
        var rows = new ArrayList<Row>();
        rows.add(new Row(
                "",
                Text.plain("NAME"),
                Text.plain("KIND"),
                Text.plain("STATUS"),
                Text.plain("AGE"),
                Text.plain("INFO")));
        addRow(rows, root, "", "");
        return new TreeTable(rows, layout.width()).lines();
    }

    private static void addRow(List<Row> rows, TreeNode node, String branch, String below) {
        rows.add(new Row(
                branch + node.glyph() + " ",
                node.name(),
                Text.plain(node.kind()),
                node.status(),
                Text.plain(node.age()),
                node.info()));
        List<TreeNode> children = node.children();
        for (int i = 0; i < children.size(); i++) {
            boolean isLast = i == children.size() - 1;
            addRow(rows, children.get(i), below + (isLast ? "└──" : "├──"), below + (isLast ? "   " : "│  "));
        }
    }

    private List<Text> lines() {
        List<Function<Row, Text>> columns = List.of(Row::label, Row::kind, Row::status, Row::age, Row::info);
        if (fits(rows, columns)) return aligned(rows, columns);
        List<Function<Row, Text>> withoutKind = List.of(Row::label, Row::status, Row::age, Row::info);
        return aligned(narrowed(withoutKind), withoutKind);
    }

    private boolean fits(List<Row> rows, List<Function<Row, Text>> columns) {
        return width == Layout.UNLIMITED
                || aligned(rows, columns, Layout.UNLIMITED).stream()
                        .allMatch(line -> line.withoutTrailingBlanks().width() <= width);
    }

    /** Rows whose names leave room for the other columns and a useful start of INFO. */
    private List<Row> narrowed(List<Function<Row, Text>> columns) {
        if (fits(rows, columns)) return rows;
        int others = GAP + widest(rows, Row::status) + GAP + widest(rows, Row::age) + GAP;
        int info = Math.min(widest(rows, Row::info), LEAST_INFO);
        int room = width - others - info;
        return rows.stream()
                .map(row -> row.withName(shorter(row.name(), Math.max(LEAST_NAME, room - Text.width(row.lead())))))
                .toList();
    }

    private static Text shorter(Text name, int width) {
        return name.runs().stream()
                .map(run -> Text.of(Text.cutMiddle(run.text(), width), run.colour()))
                .reduce(Text.EMPTY, Text::plus);
    }

    private List<Text> aligned(List<Row> rows, List<Function<Row, Text>> columns) {
        return aligned(rows, columns, width);
    }

    /** The last column is not padded. */
    private static List<Text> aligned(List<Row> rows, List<Function<Row, Text>> columns, int width) {
        var lines = new ArrayList<Text>();
        for (Row row : rows) {
            Text line = Text.EMPTY;
            for (Function<Row, Text> column : columns.subList(0, columns.size() - 1))
                line = line.plus(column.apply(row).padded(widest(rows, column) + GAP));
            lines.add(line.plus(columns.getLast().apply(row)).cut(width));
        }
        return lines;
    }

    private static int widest(List<Row> rows, Function<Row, Text> column) {
        return rows.stream().mapToInt(row -> column.apply(row).width()).max().orElse(0);
    }
}
