package tidegate.playground.gateway;

import java.util.Optional;
import tidegate.playground.demoapp.DemoApp;
import tidegate.playground.kubelet.PodTable;
import tidegate.playground.kubelet.RunningPod;

/** Reaches simulated pods through the nodes' own table: what the table says listens, answers as the demo application. */
record SimulatedBackends(PodTable pods) implements Backends {

    @Override
    public Reply call(Endpoint endpoint, Request request) {
        Optional<RunningPod> pod = listening(endpoint);
        if (pod.isEmpty()) return new Reply.Refused();
        DemoApp app = new DemoApp(pod.get().name(), pod.get().images().getFirst());
        DemoApp.Answer answer = app.answer(request.path(), request.accept(), request.number());
        boolean stopped = !answer.takes().isZero()
                && (!waits(answer)
                        || listening(endpoint)
                                .filter(p -> p.uid().equals(pod.get().uid()))
                                .isEmpty());
        return stopped
                ? new Reply.Refused()
                : new Reply.Answered(
                        answer.status(),
                        answer.contentType(),
                        answer.body(),
                        answer.colour().name());
    }

    private Optional<RunningPod> listening(Endpoint endpoint) {
        return pods.at(endpoint.address()).filter(RunningPod::isAccepting);
    }

    private static boolean waits(DemoApp.Answer answer) {
        try {
            Thread.sleep(answer.takes());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
