package tidegate.cli.view;

import java.util.ArrayList;
import java.util.List;

/**
 * What to send to a terminal so that it shows a view in place of the one before: only the lines that changed, each
 * overwritten and not cleared first, so nothing flickers.
 *
 * <p>The view starts in the first line of the screen. Of a view that is higher than the screen the start is shown, and
 * how many lines are missing: scrolling would break the places of all later changes.
 */
public final class Repaint {
    private static final String ESCAPE = "\u001b[";
    private static final String HOME_AND_CLEAR = ESCAPE + "2J" + ESCAPE + "H";
    private static final String CLEAR_TO_END_OF_LINE = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";

    private Repaint() {}

    /** The lines of a view that a screen of {@code height} lines can show, with the cursor's line below them. */
    public static List<String> fitting(List<String> lines, int height) {
        int room = Math.max(1, height - 1);
        if (lines.size() <= room) return lines;
        var shown = new ArrayList<>(lines.subList(0, room - 1));
        shown.add("… " + (lines.size() - shown.size()) + " more lines");
        return List.copyOf(shown);
    }

    /** Clears the screen and paints everything. */
    public static String first(List<String> lines) {
        var out = new StringBuilder(HOME_AND_CLEAR);
        for (int i = 0; i < lines.size(); i++) paint(out, i, lines.get(i));
        return out.append(goTo(lines.size())).toString();
    }

    /** Paints what differs; {@code ""} if nothing does. Leaves the cursor below the view. */
    public static String changes(List<String> before, List<String> after) {
        if (before.equals(after)) return "";
        var out = new StringBuilder();
        for (int i = 0; i < after.size(); i++)
            if (i >= before.size() || !before.get(i).equals(after.get(i))) paint(out, i, after.get(i));
        out.append(goTo(after.size()));
        if (after.size() < before.size()) out.append(CLEAR_BELOW);
        return out.toString();
    }

    private static void paint(StringBuilder out, int line, String text) {
        out.append(goTo(line)).append(text).append(CLEAR_TO_END_OF_LINE);
    }

    private static String goTo(int line) {
        return ESCAPE + (line + 1) + ";1H";
    }
}
