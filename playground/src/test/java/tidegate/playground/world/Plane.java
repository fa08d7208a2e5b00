package tidegate.playground.world;

import java.util.List;
import java.util.stream.Stream;
import tidegate.controlplane.ControlPlane;
import tidegate.controlplane.RealControlPlane;
import tidegate.playground.EmbeddedControlPlane;

/**
 * The APIs that the same tests run on. The real one, with its own controllers in place of ours, says what is right; it
 * takes part with {@code -Dtidegate.on=binaries}.
 */
public enum Plane {
    EMBEDDED,
    BINARIES;

    public static Stream<Plane> available() {
        boolean withBinaries = System.getProperty("tidegate.on", "").contains("binaries");
        return (withBinaries ? List.of(EMBEDDED, BINARIES) : List.of(EMBEDDED)).stream();
    }

    public ControlPlane start() {
        return switch (this) {
            case EMBEDDED -> EmbeddedControlPlane.start();
            case BINARIES -> RealControlPlane.start(System.err::println);
        };
    }
}
