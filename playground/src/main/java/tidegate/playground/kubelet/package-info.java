/**
 * Simulated nodes: they take pods as a scheduler and kubelets would, and play what the pods' images, commands, probes,
 * hooks and annotations say, without running anything. They are an ordinary client and work on any Kubernetes API.
 *
 * <p>Door: {@link tidegate.playground.kubelet.SimulatedNodes}. {@link tidegate.playground.kubelet.PodScript} reads what
 * a pod will do, {@link tidegate.playground.kubelet.PodPlay} says where it stands at an instant, and
 * {@link tidegate.playground.kubelet.PodReport} words that as a status; these three are pure.
 *
 * <h2>What images do</h2>
 *
 * <table>
 * <caption>By the beginning of the tag</caption>
 * <tr><th>tag</th><th>the container</th></tr>
 * <tr><td>{@code missing-…}</td><td>cannot be pulled: ErrImagePull, then ImagePullBackOff</td></tr>
 * <tr><td>{@code crash-…}</td><td>starts, never gets ready, exits 1, and so on: CrashLoopBackOff</td></tr>
 * <tr><td>{@code slow-…}</td><td>gets ready late (20 s, or what {@code ready-after} says)</td></tr>
 * <tr><td>any other</td><td>runs and gets ready</td></tr>
 * </table>
 *
 * <h2>Annotations of a pod</h2>
 *
 * <p>Each begins with {@code playground.tidegate.io/} and holds for all ordinary containers; with a container's name
 * behind a dot ({@code playground.tidegate.io/fail-after.app}) for that one, and only so for init containers. Durations
 * are written as in Go: {@code 500ms}, {@code 3s}, {@code 1m30s}. A value that cannot be read shows as
 * CreateContainerConfigError.
 *
 * <table>
 * <caption>Annotations</caption>
 * <tr><th>name</th><th>value</th><th>meaning</th></tr>
 * <tr><td>{@code pull-takes}</td><td>duration</td><td>how long the image takes to pull</td></tr>
 * <tr><td>{@code start-takes}</td><td>duration</td><td>from pulled to running</td></tr>
 * <tr><td>{@code ready-after}</td><td>duration or {@code never}</td><td>from running to ready; probes no longer count</td></tr>
 * <tr><td>{@code not-ready-after}</td><td>duration</td><td>from running to not ready any more</td></tr>
 * <tr><td>{@code fail-after}</td><td>duration</td><td>from each start to exit code 1</td></tr>
 * <tr><td>{@code exit-after}</td><td>duration</td><td>from each start to exit code 0</td></tr>
 * <tr><td>{@code exit-code}</td><td>0 to 255</td><td>the code of either, or of a command</td></tr>
 * <tr><td>{@code evict-after}</td><td>duration</td><td>from the pod's start to phase Failed, reason Evicted</td></tr>
 * <tr><td>{@code stop-takes}</td><td>duration</td><td>from the end of preStop to the exit; killed (137) when the grace
 * period is over</td></tr>
 * </table>
 *
 * <h2>What else counts</h2>
 *
 * <ul>
 *   <li>Commands made of {@code sleep}, {@code exit}, {@code true}, {@code false}, {@code echo} and {@code :} (also in
 *       {@code sh -c} with {@code ;} and {@code &&}) end when and how they say. Any other command runs for ever where
 *       restartPolicy is Always, and else succeeds after a moment.
 *   <li>Readiness waits for the initial delay and the successes in a row that the startup and readiness probes ask for.
 *   <li>Readiness gates wait for their condition in {@code status.conditions}.
 *   <li>{@code preStop} with {@code sleep} (the hook, or as a command) delays the stop.
 *   <li>Init containers run in order; those with restartPolicy Always keep running.
 *   <li>nodeSelector, cordoned nodes and scheduling gates keep a pod pending. Affinity, taints and resources do not.
 * </ul>
 */
@NullMarked
package tidegate.playground.kubelet;

import org.jspecify.annotations.NullMarked;
