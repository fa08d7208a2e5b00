package tidegate.controlplane;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The programs of a real control plane on this machine.
 *
 * <p>Looked for, in this order: the folder named by {@code KUBEBUILDER_ASSETS}; the cache that {@code
 * control-plane/build.sh} fills from Kubernetes' Go modules, built now if Go is there. A program that the first lacks
 * (envtest's assets have no kube-controller-manager) is taken from the second.
 */
record Binaries(Path etcd, Path apiServer, Path controllerManager) {

    /**
     * Finds the programs, building them if needed (minutes, the first time).
     *
     * @param progress receives a line for people now and then
     * @throws ControlPlaneException if they are neither there nor can be built; the message says what is missing
     */
    static Binaries find(Consumer<String> progress) {
        Optional<Path> assets = Optional.ofNullable(System.getenv("KUBEBUILDER_ASSETS"))
                .filter(text -> !text.isBlank())
                .map(Path::of);
        var finder = new Finder(assets, progress);
        return new Binaries(finder.find("etcd"), finder.find("kube-apiserver"), finder.find("kube-controller-manager"));
    }

    private static final class Finder {
        private final Optional<Path> assets;
        private final Consumer<String> progress;
        private @Nullable Path built;

        Finder(Optional<Path> assets, Consumer<String> progress) {
            this.assets = assets;
            this.progress = progress;
        }

        Path find(String name) {
            Optional<Path> given = assets.map(folder -> folder.resolve(name)).filter(Files::isExecutable);
            if (given.isPresent()) return given.get();
            Path folder = built;
            if (folder == null) built = folder = build(progress);
            return folder.resolve(name);
        }
    }

    private static Path build(Consumer<String> progress) {
        Path script = script();
        try {
            Process build = new ProcessBuilder("bash", script.toString()).start();
            Thread.ofVirtual().start(() -> {
                try (var lines = build.errorReader(StandardCharsets.UTF_8)) {
                    lines.lines().forEach(progress);
                } catch (IOException ended) {
                    progress.accept("control-plane: " + ended.getMessage());
                }
            });
            String last = "";
            try (var out =
                    new java.io.BufferedReader(new InputStreamReader(build.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) last = line;
            }
            int code = build.waitFor();
            if (code != 0) throw new ControlPlaneException("control-plane/build.sh ended with " + code);
            return Path.of(last);
        } catch (IOException e) {
            throw new ControlPlaneException("cannot run " + script + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while building the control plane", e);
        }
    }

    /** The build script of the checkout we run in: the nearest one above the working directory. */
    private static Path script() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path script = at.resolve("control-plane/build.sh");
            if (Files.isRegularFile(script)) return script;
        }
        throw new ControlPlaneException("control-plane/build.sh is not above "
                + Path.of("").toAbsolutePath() + " (expected: run inside a checkout, or set KUBEBUILDER_ASSETS)");
    }
}
