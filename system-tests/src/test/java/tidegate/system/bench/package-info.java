/**
 * How a scenario is written and where it runs: given manifests, when commands, then the state of the cluster over time.
 *
 * <p>Doors: {@link tidegate.system.bench.Scenario} (a parameter of a test method), {@link
 * tidegate.system.bench.Expect} (what may be said of a cluster), {@link tidegate.system.bench.OnlyOn}. A bench is one
 * control plane with simulated nodes and our controller as its own process, started once a JVM; every scenario has a
 * namespace of its own, so they run side by side.
 */
@NullMarked
package tidegate.system.bench;

import org.jspecify.annotations.NullMarked;
