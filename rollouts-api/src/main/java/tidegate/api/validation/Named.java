package tidegate.api.validation;

import tidegate.api.json.Json;

/** An object that a Rollout names, as far as it is known. */
public sealed interface Named {
    /** @param object as stored */
    record Found(Json object) implements Named {}

    /** There is none, and the API has said so. */
    record Absent() implements Named {}

    /** Nobody looked, or nobody could tell: nothing is said about it. */
    record Unknown() implements Named {}
}
