package tidegate.playground.kubelet;

import java.time.Duration;
import java.util.Optional;

/**
 * What one container will do, whenever it is started.
 *
 * @param pullable whether the image exists
 * @param readyAfter from running to ready; empty means never
 * @param notReadyAfter from running to not ready any more
 * @param ending by itself, from running on
 * @param restartsAlways as sidecars among the init containers do, whatever the pod's policy
 * @param preStop how long the hook takes
 * @param problem why it cannot be started at all, for CreateContainerConfigError
 */
record ContainerScript(
        String name,
        String image,
        boolean pullable,
        Duration pullTakes,
        Duration startTakes,
        Optional<Duration> readyAfter,
        Optional<Duration> notReadyAfter,
        Optional<ShellLine.Ending> ending,
        boolean restartsAlways,
        Duration preStop,
        Duration stopTakes,
        Optional<String> problem) {}
