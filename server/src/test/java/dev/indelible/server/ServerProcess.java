package dev.indelible.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server in a process of its own, to be killed.
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final String url;

    /// @param settings variables without their prefix, such as `DATA`
    ServerProcess(Map<String, String> settings) throws IOException {
        this(settings, Launcher.class);
    }

    /// @param main what the process runs
    /// @param options of its JVM
    ServerProcess(Map<String, String> settings, Class<?> main, String... options)
            throws IOException {
        this(List.of(), settings, main, options);
    }

    /// @param before what the command of the process begins with
    ServerProcess(
            List<String> before, Map<String, String> settings, Class<?> main, String... options)
            throws IOException {
        var command = new ArrayList<String>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path")));
        command.addAll(List.of(options));
        command.add(main.getName());
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("INDELIBLE_"));
        builder.environment().put("INDELIBLE_PORT", "0");
        settings.forEach((name, value) -> builder.environment().put("INDELIBLE_" + name, value));
        process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        url = readUrl(process.inputReader());
    }

    private static String readUrl(BufferedReader output) throws IOException {
        String start = "Indelible is ready at ";
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(start)) {
                return line.substring(start.length());
            }
        }
        throw new AssertionError("the server did not start");
    }

    Process process() {
        return process;
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /// What the process runs.
    static final class Launcher {
        private Launcher() {}

        public static void main(String[] arguments) {
            System.exit(
                    ServerMain.run(
                            System.getenv(),
                            new ServerMain.Options(
                                    Optional.empty(), Map.of(), ServerMain.Demo.NONE)));
        }
    }
}
