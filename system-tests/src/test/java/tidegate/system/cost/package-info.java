/** What a release costs the API: writes counted by the API server itself, and events written once. */
@NullMarked
package tidegate.system.cost;

import org.jspecify.annotations.NullMarked;
