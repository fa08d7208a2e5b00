/**
 * What the command line shows: from objects as JSON to text. Pure: no client, no clock, no terminal.
 *
 * <p>Doors: {@link tidegate.cli.view.RolloutTree} and {@link tidegate.cli.view.ExperimentTree} (the trees of
 * {@code get}), {@link tidegate.cli.view.ListTable} (the tables of {@code list}), {@link tidegate.cli.view.ShownPhase}
 * (phase and message) and {@link tidegate.cli.view.Repaint} (what to send to a terminal that shows an older view).
 *
 * <p>Invariant: every field may be missing or of a wrong type; a view never throws on what the cluster holds.
 */
@NullMarked
package tidegate.cli.view;

import org.jspecify.annotations.NullMarked;
