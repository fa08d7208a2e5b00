/** What the API server makes of our schemas: what it stores unpruned, and what it refuses. */
@NullMarked
package tidegate.system.schema;

import org.jspecify.annotations.NullMarked;
