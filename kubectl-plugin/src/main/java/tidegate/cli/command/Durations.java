package tidegate.cli.command;

import java.time.Duration;
import tidegate.api.value.GoDuration;
import tidegate.api.value.MalformedValueException;

/** Durations as flags. */
final class Durations {
    private Durations() {}

    /** @throws CommandFailure naming the flag, if the text is no duration */
    static Duration flag(String flag, String text) {
        try {
            return GoDuration.parse(text);
        } catch (MalformedValueException e) {
            throw new CommandFailure(String.valueOf(e.in(flag).getMessage()), e);
        }
    }
}
