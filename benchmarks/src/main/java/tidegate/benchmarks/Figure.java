package tidegate.benchmarks;

import java.util.Locale;

/**
 * One line of a report.
 *
 * @param name with its unit, the same for every controller
 */
record Figure(String name, double value) {
    /** Whole where it is whole, else with as many digits as mean something. */
    String text() {
        if (Double.isNaN(value)) return "-";
        if (value == Math.rint(value) && Math.abs(value) < 1e9) return String.valueOf((long) value);
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
    }
}
