package tidegate.cli.view;

import static tidegate.cli.view.ClusterObject.count;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tidegate.api.json.Json;
import tidegate.api.wire.Annotations;

/** An image that runs somewhere below the root, and who runs it. */
record ShownImage(String image, List<String> tags) {
    /** Images by name, each once: those of the Rollout's sets, then those of Experiments, with the tags of both. */
    static List<ShownImage> of(ClusterObject root, TreeNodes nodes, List<ClusterObject> experiments) {
        var role = new ReplicaSetRole(root);
        var found = new TreeMap<String, List<String>>();
        for (ClusterObject set : nodes.replicaSetsOf(root)) add(found, set, role.imageTagsOf(set));
        for (ClusterObject experiment : experiments)
            for (ClusterObject set : nodes.replicaSetsOf(experiment)) add(found, set, experimentTag(set));
        return found.entrySet().stream()
                .map(entry -> new ShownImage(entry.getKey(), entry.getValue()))
                .toList();
    }

    static List<String> experimentTag(ClusterObject set) {
        return List.of(
                "Σ:" + set.annotation(Annotations.EXPERIMENT_TEMPLATE_NAME).stringOrEmpty());
    }

    private static void add(Map<String, List<String>> found, ClusterObject set, List<String> tags) {
        if (count(set.status().get("replicas")) <= 0) return;
        var images = new LinkedHashSet<String>();
        for (Json container : set.spec().at("template", "spec", "containers").elements())
            images.add(container.get("image").stringOrEmpty());
        for (String image : images) found.merge(image, tags, ShownImage::union);
    }

    /** Sorted by bytes, as soon as there are two sources: {@code Σ:} comes last. */
    private static List<String> union(List<String> one, List<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return new ArrayList<>(all);
    }

    /** Image and tags. Where there is too little room the image is cut in the middle and the tags stay. */
    Text shown(int width) {
        Text suffix = tags.isEmpty()
                ? Text.EMPTY
                : Text.plain(" (").plus(TreeNodes.coloured(tags, ", ")).plus(")");
        int room = Math.max(Math.min(12, width), width - suffix.width());
        return Text.plain(Text.cutMiddle(image, room)).plus(suffix).cut(width);
    }
}
