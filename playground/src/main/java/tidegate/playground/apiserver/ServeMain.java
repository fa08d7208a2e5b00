package tidegate.playground.apiserver;

import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import tidegate.playground.EmbeddedApi;

/** Runs the embedded API alone: {@code ServeMain [port [kubeconfig]]}, until the process ends. */
@NullMarked
final class ServeMain {
    private ServeMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        var options = EmbeddedApi.Options.DEFAULTS.withPort(port);
        if (arguments.length > 1) options = options.withKubeconfig(Path.of(arguments[1]));
        EmbeddedApi api = EmbeddedApi.start(options);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(api::close));
        System.out.println(api.server() + " " + api.kubeconfig());
        Thread.currentThread().join();
    }
}
