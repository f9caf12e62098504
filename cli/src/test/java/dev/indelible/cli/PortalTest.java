package dev.indelible.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.indelible.server.Server;
import dev.indelible.server.config.Settings;
import dev.indelible.server.http.PortalResource;
import dev.indelible.testkit.oidc.OidcProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The portal in a real browser against a real server with the sample events: the tests themselves
/// are in `portal/tests/browser`, beside what they are about. `PORTAL_FILES` in the environment has
/// only files run whose names have one of these words; `PORTAL_ORDER=reversed` the last one first.
/// Every second file is [PortalOtherHalfTest]'s, on a server of its own beside this one.
class PortalTest {
    private static final Path PORTAL = Path.of("..", "portal").toAbsolutePath().normalize();
    private static final Path RUNNER = PORTAL.resolve("node_modules/vitest/vitest.mjs");
    private static final String KEY = "portal tests key, 32 characters long";

    @Test
    void storyAndEveryPageInABrowser(@TempDir Path folder) throws Exception {
        half(1, folder);
    }

    static void half(int number, Path folder) throws Exception {
        assumeTrue(PortalResource.isBuilt(), "skipped: the portal was built without Node.js");
        assumeTrue(hasChromium(), "skipped: Chromium is not installed here");
        try (var page = new EmbeddingPage(KEY);
                OidcProvider provider = OidcProvider.start()) {
            provider.add(
                    new OidcProvider.Person(
                            "jane",
                            "password of jane",
                            Map.of(
                                    "email",
                                    "jane.doe@example.com",
                                    "name",
                                    "Jane Doe",
                                    "groups",
                                    List.of("staff"))));
            tell(number, folder, page, provider);
        }
    }

    private static void tell(int half, Path folder, EmbeddingPage page, OidcProvider provider)
            throws Exception {
        var settings = new HashMap<>(settings(folder, page));
        settings.putAll(issuer(provider));
        try (Server server = Server.open(Settings.parse(settings, Map.of()));
                Server other = Server.open(Settings.parse(protecting(folder), Map.of()))) {
            server.loadDemo();
            page.shows(server.url());
            provider.know(server.url());
            Path report =
                    Path.of("target", "surefire-reports", "TEST-portal-browser-" + half + ".xml");
            Path log = folder.resolve("browser.log");
            var runner =
                    new ProcessBuilder(command(half, report))
                            .directory(PORTAL.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            runner.environment().put("PORTAL_URL", server.url());
            runner.environment().put("PORTAL_PROTECTED", other.url());
            runner.environment().put("PORTAL_KEY", KEY);
            runner.environment().put("PORTAL_EMBEDDING", page.origin());
            Process process = runner.start();
            try {
                boolean ended = process.waitFor(15, TimeUnit.MINUTES);
                assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static List<String> command(int half, Path report) {
        var command =
                new ArrayList<String>(
                        List.of(
                                "node",
                                RUNNER.toString(),
                                "run",
                                "--config",
                                "vitest.browser.config.ts",
                                "--shard=" + half + "/2",
                                "--passWithNoTests",
                                "--reporter=default",
                                "--reporter=junit",
                                "--outputFile.junit=" + report.toAbsolutePath()));
        String files = System.getenv().getOrDefault("PORTAL_FILES", "").strip();
        if (!files.isEmpty()) {
            command.addAll(List.of(files.split("\\s+", -1)));
        }
        return command;
    }

    private static Map<String, String> settings(Path folder, EmbeddingPage page) {
        return Map.of(
                "embed-origins",
                page.origin(),
                "port",
                "0",
                "data",
                folder.resolve("data").toString(),
                "bootstrap-key",
                KEY,
                "outgoing-allow",
                "127.0.0.0/8");
    }

    /// Of a server that has no sample events, and a member that not everybody sees.
    private static Map<String, String> protecting(Path folder) {
        return Map.of(
                "port",
                "0",
                "data",
                folder.resolve("protecting").toString(),
                "bootstrap-key",
                KEY,
                "protected-members",
                "actor.email");
    }

    private static Map<String, String> issuer(OidcProvider provider) {
        return Map.of(
                "issuers",
                "house",
                "issuer-house-url",
                provider.url(),
                "issuer-house-client-id",
                OidcProvider.CLIENT,
                "issuer-house-client-secret",
                OidcProvider.SECRET,
                "issuer-house-label",
                "Example Corp",
                "issuer-house-roles",
                "staff=reader@demo");
    }

    private static boolean hasChromium() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .anyMatch(Files::isExecutable);
    }
}
