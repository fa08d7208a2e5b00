/**
 * Looks at manifests before they are applied.
 *
 * <p>Doors: {@link tidegate.cli.lint.Manifests#read}, {@link tidegate.cli.lint.Lint#findings}. Knows neither files nor the
 * API: text in, findings out, with the words that the controller has for the same mistake.
 */
@NullMarked
package tidegate.cli.lint;

import org.jspecify.annotations.NullMarked;
