package tidegate.cli.view;

import java.util.List;

/**
 * One line of the tree and what hangs below it.
 *
 * @param kind {@code ""} on a revision, which is no object
 * @param status sign and word
 */
record TreeNode(String glyph, Text name, String kind, Text status, String age, Text info, List<TreeNode> children) {
    TreeNode {
        children = List.copyOf(children);
    }

    static TreeNode revision(long number, List<TreeNode> children) {
        return new TreeNode("#", Text.plain("revision:" + number), "", Text.EMPTY, "", Text.EMPTY, children);
    }
}
