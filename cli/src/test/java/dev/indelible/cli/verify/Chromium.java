package dev.indelible.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A headless Chromium with one page, driven over its DevTools protocol.
final class Chromium implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private String session = "";

    private Chromium(Process process, URI debugger) throws Exception {
        this.process = process;
        this.socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(debugger, new Answers())
                        .get(60, TimeUnit.SECONDS);
    }

    /// Where it is installed.
    static Optional<Path> find() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Starts it.
    ///
    /// @param profile an empty folder
    static Chromium start(Path program, Path profile) throws Exception {
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--remote-debugging-port=0",
                                "--window-size=1000,1300",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .start();
        BufferedReader errors = process.errorReader(UTF_8);
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            if (line.startsWith(LISTENING)) {
                drain(errors);
                var browser = new Chromium(process, URI.create(line.substring(LISTENING.length())));
                browser.attach();
                return browser;
            }
        }
        throw new IOException("Chromium did not start");
    }

    private static void drain(BufferedReader errors) {
        Thread.ofVirtual().start(() -> errors.lines().forEach(line -> {}));
    }

    private void attach() {
        String target =
                ask("Target.createTarget", "{\"url\":\"about:blank\"}")
                        .path("targetId")
                        .stringValue();
        session =
                ask(
                                "Target.attachToTarget",
                                "{\"targetId\":\"%s\",\"flatten\":true}".formatted(target))
                        .path("sessionId")
                        .stringValue();
    }

    /// Goes to a page and waits until it is there.
    void open(URI page) {
        ask("Page.navigate", "{\"url\":\"%s\"}".formatted(page));
        await("document.readyState === 'complete' && location.href === '%s'".formatted(page));
    }

    /// Chooses a file in the input that a selector names.
    void choose(String selector, Path file) {
        int root = ask("DOM.getDocument", "{}").path("root").path("nodeId").intValue();
        String question = "{\"nodeId\":%d,\"selector\":\"%s\"}".formatted(root, selector);
        int input = ask("DOM.querySelector", question).path("nodeId").intValue();
        ask(
                "DOM.setFileInputFiles",
                "{\"nodeId\":%d,\"files\":[\"%s\"]}".formatted(input, file.toAbsolutePath()));
    }

    /// The value of an expression, as text.
    String value(String expression) {
        String quoted = MAPPER.writeValueAsString(expression);
        JsonNode result =
                ask(
                        "Runtime.evaluate",
                        "{\"returnByValue\":true,\"expression\":%s}".formatted(quoted));
        return result.path("result").path("value").asString("");
    }

    /// Waits until an expression is true.
    void await(String expression) {
        long endNanos = System.nanoTime() + 60_000_000_000L;
        while (!value(expression).equals("true")) {
            if (System.nanoTime() > endNanos) {
                throw new IllegalStateException("never true: " + expression);
            }
        }
    }

    /// Turns the light off or on.
    void scheme(String name) {
        ask(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}"
                        .formatted(name));
    }

    /// A picture of the page, PNG.
    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(ask("Page.captureScreenshot", "{}").path("data").stringValue());
    }

    private JsonNode ask(String method, String parameters) {
        int id = lastId.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        asked.put(id, answer);
        String of = session.isEmpty() ? "" : ",\"sessionId\":\"%s\"".formatted(session);
        socket.sendText(
                        "{\"id\":%d,\"method\":\"%s\",\"params\":%s%s}"
                                .formatted(id, method, parameters, of),
                        true)
                .join();
        JsonNode message = answer.orTimeout(60, TimeUnit.SECONDS).join();
        if (message.has("error")) {
            throw new IllegalStateException(method + ": " + message.path("error"));
        }
        return message.path("result");
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = MAPPER.readTree(text.toString());
                text.setLength(0);
                CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asInt(0));
                if (answer != null) {
                    answer.complete(message);
                }
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
