package tidegate.rollout.runtime.metrics;

import java.util.ArrayList;
import java.util.List;

/** Prometheus' text format 0.0.4, as it is being written. */
final class Exposition {
    private final StringBuilder text = new StringBuilder();

    void head(Family family, String type) {
        text.append("# HELP ")
                .append(family.name())
                .append(' ')
                .append(family.help())
                .append('\n');
        text.append("# TYPE ").append(family.name()).append(' ').append(type).append('\n');
    }

    void sample(String name, List<String> labels, List<String> values, double value) {
        text.append(name);
        for (int i = 0; i < labels.size(); i++) {
            text.append(i == 0 ? '{' : ',').append(labels.get(i)).append("=\"");
            text.append(escaped(values.get(i))).append('"');
        }
        if (!labels.isEmpty()) text.append('}');
        text.append(' ').append(number(value)).append('\n');
    }

    void bucket(Family family, List<String> values, String bound, long count) {
        var labels = new ArrayList<>(family.labels());
        labels.add("le");
        var withBound = new ArrayList<>(values);
        withBound.add(bound);
        sample(family.name() + "_bucket", labels, withBound, count);
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
