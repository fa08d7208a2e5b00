package tidegate.cli.view;

import java.util.ArrayList;
import java.util.List;

/** Block of facts, empty line, tree. */
final class TreeText {
    private TreeText() {}

    static List<String> lines(Header header, TreeNode root, Layout layout) {
        List<Text> tree = TreeTable.lines(root, layout);
        var lines = new ArrayList<String>();
        for (Text line : header.lines(layout.height() - 1 - tree.size())) lines.add(line.shown(layout.coloured()));
        lines.add("");
        for (Text line : tree) lines.add(line.shown(layout.coloured()));
        return lines;
    }
}
