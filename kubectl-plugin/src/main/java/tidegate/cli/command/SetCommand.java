package tidegate.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tidegate.api.json.Json;
import tidegate.cli.client.ApiFailure;
import tidegate.cli.client.Resource;

@Command(name = "set", description = "Change what a rollout runs")
final class SetCommand extends Group {
    @Command(
            name = "image",
            description = "Set the image of a container; \"*\" means every container",
            footer = {
                "  # the container \"app\" of the rollout \"checkout\"",
                "  kubectl-argo-rollouts set image checkout app=shop/checkout:1.5.0"
            })
    static final class Image implements Verb {
        private static final int ATTEMPTS = 5;
        private static final String EVERY_CONTAINER = "*";
        private static final List<String> CONTAINER_LISTS =
                List.of("initContainers", "containers", "ephemeralContainers");

        private final Session session;

        @Parameters(paramLabel = "ROLLOUT_NAME CONTAINER=IMAGE")
        List<String> words = new ArrayList<>();

        Image(Session session) {
            this.session = session;
        }

        @Override
        public int run() {
            Arguments.exactly(2, words);
            String name = words.getFirst();
            String[] parts = words.getLast().split("=", -1);
            if (parts.length != 2) throw new UsageFailure();
            session.out().println(update(name, parts[0], parts[1]) + " image updated");
            return 0;
        }

        /** Reads, changes and writes the whole object, so that a change in between shows as a conflict; then again. */
        private String update(String name, String container, String image) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return updateOnce(name, container, image);
                } catch (ApiFailure failure) {
                    if (!failure.isConflict() || attempt == ATTEMPTS) throw failure;
                }
            }
        }

        private String updateOnce(String name, String container, String image) {
            Json rollout = session.api().get(Resource.ROLLOUTS, session.namespace(), name);
            TemplateHolder holder = TemplateHolder.of(rollout, name);
            Json found = holder.isRollout()
                    ? rollout
                    : session.api().get(holder.resource(), session.namespace(), holder.name());
            Json changed = found.withAt(holder.path(), withImage(holder.templateIn(found), container, image));
            session.api().replace(holder.resource(), session.namespace(), holder.name(), changed);
            return holder.word() + " \"" + holder.name() + "\"";
        }

        private static Json withImage(Json template, String container, String image) {
            Json pod = template.get("spec");
            Json changed = pod;
            boolean isFound = false;
            for (String list : CONTAINER_LISTS) {
                isFound |= pod.get(list).elements().stream().anyMatch(found -> isMeant(found, container));
                if (pod.get(list).isArray())
                    changed = changed.map(
                            list,
                            containers -> containers.mapElements(
                                    found -> isMeant(found, container) ? found.with("image", image) : found));
            }
            if (!isFound) throw new CommandFailure("unable to find container named \"" + container + "\"");
            return template.with("spec", changed);
        }

        private static boolean isMeant(Json found, String container) {
            return container.equals(EVERY_CONTAINER)
                    || found.get("name").stringOrEmpty().equals(container);
        }
    }
}
