package tidegate.playground.gateway;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tidegate.playground.client.ObjectKey;

/**
 * Which Service a request is for, and what is asked of it. Pure.
 *
 * @param path below the Service; {@code ""} where the browser should ask again with a slash, for relative links to work
 */
record Target(ObjectKey service, String path) {
    private static final Pattern PATH = Pattern.compile("/([^/]+)/([^/]+)(/.*)?");
    private static final Pattern HOST = Pattern.compile("([a-z0-9-]+)\\.([a-z0-9-]+)(?:\\.[a-z0-9.-]+)?(?::\\d+)?");

    /** By host, else by path, else the default. */
    static Optional<Target> of(String host, String path, Set<ObjectKey> known, Optional<ObjectKey> defaultService) {
        return byHost(host, path)
                .filter(target -> known.contains(target.service()))
                .or(() -> byPath(path)
                        .filter(target -> known.contains(target.service())
                                || defaultService
                                        .filter(target.service()::equals)
                                        .isPresent()))
                .or(() -> defaultService.map(service -> new Target(service, path)));
    }

    boolean wantsSlash() {
        return path.isEmpty();
    }

    private static Optional<Target> byHost(String host, String path) {
        Matcher found = HOST.matcher(host);
        return found.matches()
                ? Optional.of(new Target(new ObjectKey(found.group(2), found.group(1)), path))
                : Optional.empty();
    }

    private static Optional<Target> byPath(String path) {
        Matcher found = PATH.matcher(path);
        if (!found.matches()) return Optional.empty();
        String rest = found.group(3);
        return Optional.of(new Target(new ObjectKey(found.group(1), found.group(2)), rest == null ? "" : rest));
    }
}
