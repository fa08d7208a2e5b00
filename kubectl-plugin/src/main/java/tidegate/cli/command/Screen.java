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

    /** Asked anew before each paint: users resize. */
    Size size();

    /** In characters. */
    record Size(int columns, int lines) {}
}
