package tidegate.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of several controllers side by side: the first one's, then each other's with how many times the first it is. */
final class Report {
    private final List<String> contenders = new ArrayList<>();
    private final Map<String, Map<String, Map<String, Figure>>> stages = new LinkedHashMap<>();

    /** Takes what one controller did in one stage. Figures that only some have are shown for those. */
    void add(String contender, String stage, List<Figure> figures) {
        if (!contenders.contains(contender)) contenders.add(contender);
        var lines = stages.computeIfAbsent(stage, _ -> new LinkedHashMap<>());
        for (Figure figure : figures)
            lines.computeIfAbsent(figure.name(), _ -> new LinkedHashMap<>()).put(contender, figure);
    }

    /** One table; as Markdown, so that it can stand in an issue. */
    String text() {
        var rows = new ArrayList<List<String>>();
        rows.add(head());
        stages.forEach((stage, lines) -> {
            rows.add(padded(List.of("**" + stage + "**")));
            lines.forEach((name, values) -> rows.add(row(name, values)));
        });
        return table(rows);
    }

    private List<String> head() {
        var cells = new ArrayList<String>();
        cells.add("");
        for (String contender : contenders) {
            cells.add(contender);
            if (!contender.equals(contenders.getFirst())) cells.add("ratio");
        }
        return cells;
    }

    private List<String> padded(List<String> cells) {
        var all = new ArrayList<>(cells);
        while (all.size() < 2 * contenders.size()) all.add("");
        return all;
    }

    private List<String> row(String name, Map<String, Figure> values) {
        var cells = new ArrayList<String>();
        cells.add(name);
        double first = valueOf(values, contenders.getFirst());
        for (String contender : contenders) {
            Figure figure = values.get(contender);
            cells.add(figure == null ? "-" : figure.text());
            if (!contender.equals(contenders.getFirst())) cells.add(ratio(valueOf(values, contender), first));
        }
        return cells;
    }

    private static double valueOf(Map<String, Figure> values, String contender) {
        Figure figure = values.get(contender);
        return figure == null ? Double.NaN : figure.value();
    }

    private static String ratio(double value, double first) {
        double times = value / first;
        return Double.isFinite(times) ? new Figure("", times).text() + "x" : "-";
    }

    private static String table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (var row : rows)
            for (int i = 0; i < columns; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        var text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            line(text, rows.get(r), widths);
            if (r == 0) rule(text, widths);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - cells.get(i).length());
            text.append("| ")
                    .append(i == 0 ? cells.get(i) + pad : pad + cells.get(i))
                    .append(' ');
        }
        text.append("|\n");
    }

    private static void rule(StringBuilder text, int[] widths) {
        for (int i = 0; i < widths.length; i++)
            text.append('|').append("-".repeat(widths[i] + 1)).append(i == 0 ? '-' : ':');
        text.append("|\n");
    }
}
