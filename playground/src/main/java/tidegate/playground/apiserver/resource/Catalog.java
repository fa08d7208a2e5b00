package tidegate.playground.apiserver.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is served now. Reading sees one consistent state; changing replaces it. */
public final class Catalog {
    private volatile List<ResourceType> types;

    public Catalog(List<ResourceType> builtIn) {
        types = List.copyOf(builtIn);
    }

    public List<ResourceType> types() {
        return types;
    }

    public Optional<ResourceType> find(String group, String version, String plural) {
        return first(type -> type.group().equals(group)
                && type.version().equals(version)
                && type.plural().equals(plural));
    }

    public Optional<ResourceType> ofKind(String group, String version, String kind) {
        return first(type -> type.group().equals(group)
                && type.version().equals(version)
                && type.kind().equals(kind));
    }

    /** Any version of what is stored under a name. */
    public Optional<ResourceType> stored(String storage) {
        return first(type -> type.storage().equals(storage));
    }

    private Optional<ResourceType> first(Predicate<ResourceType> wanted) {
        for (ResourceType type : types) if (wanted.test(type)) return Optional.of(type);
        return Optional.empty();
    }

    public boolean serves(String group, String version) {
        return first(type -> type.group().equals(group) && type.version().equals(version))
                .isPresent();
    }

    public boolean servesGroup(String group) {
        return first(type -> type.group().equals(group)).isPresent();
    }

    /** Groups in the order they were added, the core group first. */
    public List<String> groups() {
        return types.stream().map(ResourceType::group).distinct().toList();
    }

    public List<String> versions(String group) {
        return types.stream()
                .filter(type -> type.group().equals(group))
                .map(ResourceType::version)
                .distinct()
                .toList();
    }

    public List<ResourceType> in(String group, String version) {
        return types.stream()
                .filter(type -> type.group().equals(group) && type.version().equals(version))
                .toList();
    }

    /** Serves these instead of whatever was served under the same storage name. */
    public synchronized void replace(String storage, List<ResourceType> versions) {
        var next = new ArrayList<>(types);
        next.removeIf(type -> type.storage().equals(storage));
        next.addAll(versions);
        types = List.copyOf(next);
    }
}
