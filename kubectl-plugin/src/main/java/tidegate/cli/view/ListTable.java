package tidegate.cli.view;

import java.util.ArrayList;
import java.util.List;

/**
 * A plain table that grows at its end, as {@code list} prints it.
 *
 * <p>Columns are as wide as their widest cell so far and at least as wide as their minimum; the last one keeps its
 * minimum only. Widths never shrink, so lines that are appended later stay below their headings.
 */
public final class ListTable {
    private static final String GAP = "  ";

    /** A heading and the least width of the cells below it, its own included. */
    public record Column(String title, int least) {}

    private final List<Column> columns;
    private final int[] widths;

    public ListTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.widths = columns.stream()
                .mapToInt(column -> Math.max(column.least(), Text.width(column.title())))
                .toArray();
    }

    public String heading() {
        return line(columns.stream().map(Column::title).toList());
    }

    /** Makes room for rows that are about to be printed. */
    public void grow(List<List<String>> rows) {
        for (List<String> row : rows)
            for (int i = 0; i < widths.length - 1; i++) widths[i] = Math.max(widths[i], Text.width(row.get(i)));
    }

    /** One line without line end; the last cell is padded too. */
    public String line(List<String> cells) {
        var padded = new ArrayList<String>();
        for (int i = 0; i < cells.size(); i++)
            padded.add(Text.plain(cells.get(i)).padded(widths[i]).shown(false));
        return String.join(GAP, padded);
    }
}
