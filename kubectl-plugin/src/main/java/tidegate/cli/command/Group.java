package tidegate.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A word that only makes sense with another one after it. */
class Group implements Verb {
    /** What follows without being one of its commands. */
    @Parameters(hidden = true)
    List<String> words = new ArrayList<>();

    @Override
    public int run() {
        throw new UsageFailure();
    }
}
