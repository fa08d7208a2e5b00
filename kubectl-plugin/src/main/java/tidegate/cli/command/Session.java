package tidegate.cli.command;

import java.io.PrintStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tidegate.cli.client.Connection;
import tidegate.cli.client.KubeApi;

/** What all commands of one run share: the flags, where output goes, and the API once somebody asks for it. */
final class Session implements AutoCloseable {
    private final Surroundings surroundings;
    private final GlobalFlags flags;
    private @Nullable KubeApi api;

    Session(Surroundings surroundings, GlobalFlags flags) {
        this.surroundings = surroundings;
        this.flags = flags;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    PrintStream out() {
        return surroundings.out();
    }

    PrintStream err() {
        return surroundings.err();
    }

    Instant now() {
        return surroundings.clock().instant();
    }

    /** Connects on first use, so that commands without cluster need none. */
    KubeApi api() {
        if (api == null) {
            flags.checkLogLevel();
            Connection connection = Connection.resolve(flags.connectionOptions(), surroundings.environment());
            api = new KubeApi(connection, BuildInfo.load().userAgent(), surroundings.err(), flags.verbosity);
        }
        return api;
    }

    String namespace() {
        return api().namespace();
    }

    @Override
    public void close() {
        if (api != null) api.close();
    }
}
