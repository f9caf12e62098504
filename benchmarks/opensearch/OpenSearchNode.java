import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.common.settings.Settings;
import org.opensearch.http.HttpServerTransport;

/// One node of OpenSearch, on 127.0.0.1 only, with its data in the folder that is the argument. Prints
/// `ready port=NNNN` and runs until its input ends or it is asked to stop (SIGTERM). Run from source:
/// `java -cp "libraries/*" OpenSearchNode.java folder`.
final class OpenSearchNode {
    private OpenSearchNode() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream output = System.out; // The node's log takes its place.
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        Files.createDirectories(folder);
        var runner = new OpenSearchRunner();
        runner.setMaxHttpPort(-1); // The node picks a free port itself: none is looked for.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(runner)));
        runner.onBuild((number, settings) -> configure(folder, settings))
                .build(
                        OpenSearchRunner.newConfigs()
                                .basePath(folder.toString())
                                .clusterName("benchmark")
                                .numOfNode(1));
        int port =
                runner.getInstance(HttpServerTransport.class)
                        .boundAddress()
                        .publishAddress()
                        .getPort();
        output.println("ready port=" + port);
        while (System.in.read() >= 0) {
            // Whoever started it is there still.
        }
        System.exit(0);
    }

    private static void configure(Path folder, Settings.Builder settings) {
        settings.put("path.data", folder.resolve("data").toString());
        settings.put("network.host", "127.0.0.1");
        settings.put("http.port", "0");
        settings.put("transport.port", "0");
        settings.put("discovery.type", "single-node");
        // A search that cannot be answered whole fails.
        settings.put("search.default_allow_partial_results", false);
        // A disk that is 95 % full would make the index read-only.
        settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
    }

    private static void close(OpenSearchRunner runner) {
        try {
            runner.close();
        } catch (IOException e) {
            System.err.println("OpenSearch does not close cleanly: " + e);
        }
    }
}
