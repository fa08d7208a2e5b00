package tidegate.rollout.runtime;

import java.util.concurrent.Executor;
import tidegate.kube.client.KubeClient;
import tidegate.kube.informer.Informer;
import tidegate.kube.time.Timekeeper;
import tidegate.rollout.act.EventSink;
import tidegate.rollout.act.EventWriter;
import tidegate.rollout.observe.Caches;

/** What a controller has around it besides an API and a clock: threads of a process, or a model in virtual time. */
public interface Surroundings extends Caches.Informers {
    /** Runs tasks of that name, each on its own; may begin them later. */
    Executor threads(String name);

    /** Where Events go that the client may write. */
    EventSink events(KubeClient client, int capacity, EventWriter.Listener listener, Timekeeper time);

    /** A pass threw what no answer of the API explains: a bug. Told besides the log. */
    default void broke(Throwable cause) {}

    /** Informers that watch, virtual threads, Events written one after the other. */
    static Surroundings real() {
        return new Surroundings() {
            @Override
            public <T> Informer<T> build(Informer.Builder<T> plan) {
                return plan.build();
            }

            @Override
            public Executor threads(String name) {
                var factory = Thread.ofVirtual().name(name + "-", 0).factory();
                return task -> factory.newThread(task).start();
            }

            @Override
            public EventSink events(KubeClient client, int capacity, EventWriter.Listener listener, Timekeeper time) {
                return new EventWriter(client::create, capacity, listener, time);
            }
        };
    }
}
