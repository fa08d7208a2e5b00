package tidegate.playground.kubelet;

import java.util.List;

/**
 * A pod on a simulated node, as a request that reaches its address finds it.
 *
 * @param images of its ordinary containers, in their order
 * @param isAccepting whether anything listens: from the first container's start until the last one has stopped,
 *     whether or not the API has heard of either
 * @param isReady whether its containers are ready; readiness gates do not count here
 */
public record RunningPod(
        String namespace,
        String name,
        String uid,
        String node,
        String address,
        List<String> images,
        boolean isAccepting,
        boolean isReady) {
    public RunningPod {
        images = List.copyOf(images);
    }
}
