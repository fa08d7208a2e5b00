package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A command is done, refused, or has a reason to change nothing; it is never lost. */
class CommandTableTest {
    private static final Path PAGE = Path.of("../docs/commands.md");

    /** {@code ./tidegate commands} writes the page with this set. */
    private static final boolean WRITES = Boolean.getBoolean("tidegate.commands.write");

    @Test
    void everyCommandHasTheOutcomeInEveryPhaseThatThePageSays() throws IOException {
        String page = CommandTable.markdown();
        if (WRITES) Files.writeString(PAGE, page);
        assertThat(Files.readString(PAGE))
                .as("docs/commands.md is out of date: `./tidegate commands` writes it anew")
                .isEqualTo(page);
    }
}
