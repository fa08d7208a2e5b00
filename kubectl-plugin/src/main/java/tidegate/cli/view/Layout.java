package tidegate.cli.view;

/**
 * How a view is written.
 *
 * @param coloured with escape sequences
 * @param width columns that a line may take; {@link #UNLIMITED} where nothing is cut, as into a pipe
 * @param height lines that the view should take; where that is too few, the block above the tree gives way first
 */
public record Layout(boolean coloured, int width, int height) {
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** For pipes and files: no colour, nothing cut. */
    public static final Layout PLAIN = new Layout(false, UNLIMITED, UNLIMITED);
}
