/** What nobody should write, and what people do write: each is a named condition or plainly works, and holds up nobody. */
@NullMarked
package tidegate.system.badinput;

import org.jspecify.annotations.NullMarked;
