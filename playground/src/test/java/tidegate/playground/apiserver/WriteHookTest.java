package tidegate.playground.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tidegate.controlplane.Audit.ApiWrite;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.apiserver.serve.ApiServer.WriteHook;

/** Standing between a client and its write. */
class WriteHookTest {
    private static final String PATH = "/api/v1/namespaces/default/configmaps";
    private static final String OBJECT = "{metadata: {name: it}}";

    private final EmbeddedApi api = EmbeddedApi.start();
    private final Http http = new Http(api.server());

    @AfterEach
    void end() {
        http.close();
        api.close();
    }

    @Test
    void aWriteThatIsLostOnArrivalIsNeitherDoneNorAnswered() {
        api.onWrite(new WriteHook() {
            @Override
            public boolean arrived(ApiWrite write) {
                return false;
            }
        });
        assertThatThrownBy(() -> http.post(PATH, OBJECT)).isInstanceOf(UncheckedIOException.class);
        assertThat(http.get(PATH + "/it").code()).isEqualTo(404);
        assertThat(api.audit().orElseThrow().writes()).isEmpty();
    }

    @Test
    void aWriteIsDoneBeforeItIsAnswered() {
        var seen = new ArrayList<String>();
        api.onWrite(new WriteHook() {
            @Override
            public boolean arrived(ApiWrite write) {
                seen.add(write.kind() + " finds " + http.get(PATH + "/it").code());
                return true;
            }

            @Override
            public void answering(ApiWrite write) {
                seen.add(write.kind() + " leaves " + http.get(PATH + "/it").code() + ", answers " + write.code());
            }
        });
        assertThat(http.post(PATH, OBJECT).code()).isEqualTo(201);
        assertThat(seen).containsExactly("create configmaps finds 404", "create configmaps leaves 200, answers 201");
    }

    @Test
    void everyHookMeetsEveryWriteUntilItIsTakenAway() {
        var first = new Counting();
        var second = new Counting();
        api.onWrite(first);
        api.onWrite(second);
        http.post(PATH, OBJECT);
        api.noLongerOnWrite(first);
        http.delete(PATH + "/it");
        assertThat(first.kinds).containsExactly("create configmaps");
        assertThat(second.kinds).containsExactly("create configmaps", "delete configmaps");
    }

    private static final class Counting implements WriteHook {
        final List<String> kinds = new ArrayList<>();

        @Override
        public void answering(ApiWrite write) {
            kinds.add(write.kind());
        }
    }
}
