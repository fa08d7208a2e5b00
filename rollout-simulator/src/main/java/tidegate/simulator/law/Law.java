package tidegate.simulator.law;

import java.util.Optional;
import tidegate.simulator.cluster.Change;

/** Something that must hold at every write. */
public interface Law {
    /** What a committed write, by whomever, breaks of it, in words; empty if nothing. */
    Optional<String> judge(Change change, World world);
}
