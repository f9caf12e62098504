package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.server.Server;
import dev.indelible.server.config.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `send` to a real server whose key has a quota of so many bytes a day.
@NullUnmarked // JUnit fills what each test begins with
class SendQuotaTest {
    private static final String KEY = "bootstrap key for tests only";
    private static final String EVENT =
            "{\"action\":\"a\",\"detail\":{\"description\":\"%s\"}}\n".formatted("x".repeat(900));

    @TempDir Path folder;
    private final PrintStream standardOutput = System.out;
    private final PrintStream standardError = System.err;
    private final InputStream standardInput = System.in;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private Server server;
    private Path small;
    private Path large;

    @BeforeEach
    void open() throws Exception {
        server =
                Server.open(
                        Settings.parse(
                                Map.of(
                                        "port",
                                        "0",
                                        "data",
                                        folder.resolve("data").toString(),
                                        "bootstrap-key",
                                        KEY,
                                        "key-bytes-per-day",
                                        "30KiB"),
                                Map.of()));
        small = Files.writeString(folder.resolve("a.ndjson"), EVENT.repeat(10));
        large = Files.writeString(folder.resolve("b.ndjson"), EVENT.repeat(28));
        System.setOut(new PrintStream(printed, true, UTF_8));
        System.setErr(new PrintStream(told, true, UTF_8));
    }

    @AfterEach
    void close() {
        System.setOut(standardOutput);
        System.setErr(standardError);
        System.setIn(standardInput);
        server.close();
    }

    @Test
    void whatTheDayHasNoMoreRoomForIsToldAtOnce() {
        int code = send("--give-up-after", "1", small, large, small);

        assertThat(code).isEqualTo(ExitCode.REFUSED);
        assertThat(printed.toString(UTF_8)).isEqualTo("10 accepted, 0 duplicates, 0 rejected\n");
        assertThat(told.toString(UTF_8))
                .startsWith("indelible: gave up: %s:1: the server answers 429: ".formatted(large))
                .containsPattern("of the day's 30720 ")
                .containsPattern(
                        "; it asks to wait for \\d+ s, longer than the [01] s that are left to try; ")
                .endsWith(
                        "; not sent: %s from line 1 on, and the file after it; send the same again later, nothing will be doubled\n"
                                .formatted(large));
        assertThat(told.toString(UTF_8).lines()).hasSize(1);
    }

    @Test
    void whatHasNoNameOfItsOwnIsNotToBeSentFromItsBeginning() {
        assertThat(send(small)).isZero();
        System.setIn(new ByteArrayInputStream(EVENT.repeat(28).getBytes(UTF_8)));

        int code = send("--give-up-after", "1");

        assertThat(code).isEqualTo(ExitCode.REFUSED);
        assertThat(told.toString(UTF_8))
                .endsWith(
                        "; not sent: standard input from line 1 on; send it from that line on later\n");
    }

    @Test
    void whoeverWaitsIsToldForWhat() throws Exception {
        assertThat(send(small)).isZero();
        Callable<Integer> patient = () -> send("--give-up-after", "100000", large);
        var sending = new FutureTask<>(patient);
        Thread thread = Thread.ofVirtual().start(sending);
        long endNanos = System.nanoTime() + 60_000_000_000L;
        while (told.size() == 0 && System.nanoTime() < endNanos) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        sending.get();

        assertThat(told.toString(UTF_8).lines().findFirst().orElseThrow())
                .startsWith("indelible: %s:1: the server answers 429: ".formatted(large))
                .matches(".*of the day's 30720 .*; trying again for (100000|99999) s at most");
    }

    private int send(Object... arguments) {
        String[] all = new String[arguments.length + 7];
        all[0] = "send";
        all[1] = "--url";
        all[2] = server.url();
        all[3] = "--key";
        all[4] = KEY;
        all[5] = "--organization";
        all[6] = "umbrella";
        for (int i = 0; i < arguments.length; i++) {
            all[7 + i] = arguments[i].toString();
        }
        return Main.run(all);
    }
}
