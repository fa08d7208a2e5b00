package tidegate.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.kube.client.CreateOrAdopt.Outcome;
import tidegate.kube.http.HttpKubeClient;
import tidegate.kube.server.Clients;
import tidegate.kube.server.TestApiServer;
import tidegate.kube.server.TestApiServer.Reply;

class CreateOrAdoptTest {
    private static final Resource SETS = Resource.namespaced("apps", "v1", "replicasets", "ReplicaSet");
    private static final Predicate<Json> OURS =
            live -> live.at("metadata", "labels", "owner").stringOrEmpty().equals("us");

    private final TestApiServer server = new TestApiServer();
    private final HttpKubeClient client = Clients.of(server);

    @AfterEach
    void end() {
        client.close();
        server.close();
    }

    private static Json owned(String owner) {
        Json labels = Json.object("owner", owner);
        return Json.object("metadata", Json.object("namespace", "shop", "name", "web", "labels", labels));
    }

    private Outcome run() {
        return CreateOrAdopt.run(client, SETS, "shop", owned("us"), OURS);
    }

    @Test
    void createsWhereTheNameIsFree() {
        assertThat(run()).isInstanceOf(Outcome.Created.class);
    }

    @Test
    void findsWhatAnEarlierAttemptMade() {
        run();
        long version = server.version();
        assertThat(run()).isInstanceOf(Outcome.Adopted.class);
        assertThat(server.version()).as("nothing was written").isEqualTo(version);
    }

    @Test
    void leavesWhatIsNotOursAlone() {
        server.put("/apis/apps/v1/replicasets", owned("them"));
        assertThat(run()).isInstanceOf(Outcome.Collision.class);
    }

    @Test
    void aNameThatIsTakenAndFreeAtOnceIsAConflict() {
        server.failOnce(request -> request.method().equals("POST"), Reply.status(409, "AlreadyExists", "exists"));
        assertThatThrownBy(this::run)
                .satisfies(e -> assertThat(((KubeException) e).isConflict()).isTrue());
    }

    @Test
    void anyOtherRefusalIsTheCallers() {
        server.failOnce(request -> request.method().equals("POST"), Reply.status(403, "Forbidden", "quota"));
        assertThatThrownBy(this::run).hasMessage("create replicasets.apps shop/web: quota");
    }
}
