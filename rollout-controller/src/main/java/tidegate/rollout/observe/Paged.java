package tidegate.rollout.observe;

import java.util.function.Consumer;
import tidegate.api.json.Json;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.ListPage;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.Resource;

/** A list from the API itself, page by page, none of which is kept. */
final class Paged {
    private static final int PAGE = 500;

    private Paged() {}

    static void list(KubeClient client, Resource resource, ListRequest request, Consumer<Json> each) {
        ListRequest paged = request.withLimit(PAGE);
        ListPage page = client.list(resource, paged);
        page.items().forEach(each);
        while (!page.isLast()) {
            page = client.list(resource, paged.continuedBy(page.continueToken()));
            page.items().forEach(each);
        }
    }
}
