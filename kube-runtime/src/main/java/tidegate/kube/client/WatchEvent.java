package tidegate.kube.client;

import tidegate.api.json.Json;

/** One line of a watch. */
public sealed interface WatchEvent {
    record Added(Json object) implements WatchEvent {}

    record Modified(Json object) implements WatchEvent {}

    /** The object as it last was, with the version of its deletion. */
    record Deleted(Json object) implements WatchEvent {}

    /** Nothing happened to the watched objects up to this version. */
    record Bookmark(ResourceVersion version) implements WatchEvent {}

    /** The server ends the watch. */
    record Failed(KubeError error) implements WatchEvent {}

    /** A line that is not one of these; the watch goes on. */
    record Unreadable(String why) implements WatchEvent {}
}
