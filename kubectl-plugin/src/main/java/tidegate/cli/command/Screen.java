package tidegate.cli.command;

/** Where stdout goes. */
public interface Screen {
    /** A pipe or a file. */
    Screen NONE = new Screen() {
        @Override
        public boolean isTerminal() {
            return false;
        }

        @Override
        public Size size() {
            return new Size(80, 24);
        }
    };

    boolean isTerminal();

    /** As last heard of. Asked before each paint: users resize. */
    Size size();

    /** Looks how large it is now; for those who stay, as the first size may be of before the last resize. */
    default void measure() {}

    /** In characters. */
    record Size(int columns, int lines) {}
}
