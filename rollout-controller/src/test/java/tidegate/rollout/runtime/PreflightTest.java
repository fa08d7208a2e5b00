package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.ListPage;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.time.Timekeeper;

class PreflightTest {
    /** A row of the table of permissions: resource, verbs. */
    private static final Pattern ROW = Pattern.compile(
            "^\\| \\S+ \\| ([a-z/]+) \\| ((?:(?:get|list|watch|create|update|patch|delete) )+)\\|", Pattern.MULTILINE);

    /** Asked by doing it, only used by others, or of the lease. */
    private static final Pattern NOT_REVIEWED = Pattern.compile("list rollouts|.* rollouts/finalizers|.* leases");

    private static Set<String> documented() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "operations.md"));
        var all = new TreeSet<String>();
        ROW.matcher(text).results().forEach(row -> {
            for (String verb : row.group(2).split(" ")) all.add(verb + " " + row.group(1));
        });
        all.removeIf(deed -> NOT_REVIEWED.matcher(deed).matches());
        return all;
    }

    private static Set<String> reviewed() {
        var asked = new ConcurrentSkipListSet<String>();
        var client = (KubeClient) Proxy.newProxyInstance(
                PreflightTest.class.getClassLoader(), new Class<?>[] {KubeClient.class}, (proxy, called, arguments) -> {
                    if (called.isDefault()) return InvocationHandler.invokeDefault(proxy, called, arguments);
                    if (called.getName().equals("list")) return new ListPage(List.of(), ResourceVersion.UNKNOWN, "");
                    Json deed = ((Json) arguments[2]).at("spec", "resourceAttributes");
                    String part = deed.get("subresource").stringOrEmpty();
                    asked.add(deed.get("verb").stringOrEmpty() + " "
                            + deed.get("resource").stringOrEmpty() + (part.isEmpty() ? "" : "/" + part));
                    return Json.EMPTY_OBJECT;
                });
        new Preflight(client, "test", Timekeeper.system()).check("", Optional.empty(), Duration.ofSeconds(1));
        return asked;
    }

    @Test
    void asksForWhatTheDocumentationDemands() throws IOException {
        assertThat(reviewed()).isNotEmpty().isEqualTo(documented());
    }
}
