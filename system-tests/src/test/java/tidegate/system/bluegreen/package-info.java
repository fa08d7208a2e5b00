/** Blue-green releases: two Services, and users who are on a version with all its pods at every moment. */
@NullMarked
package tidegate.system.bluegreen;

import org.jspecify.annotations.NullMarked;
