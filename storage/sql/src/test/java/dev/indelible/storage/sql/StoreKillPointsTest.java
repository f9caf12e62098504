package dev.indelible.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Condition;
import dev.indelible.core.delivery.DeliveryStore;
import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Hour;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Plan;
import dev.indelible.core.delivery.Positions;
import dev.indelible.core.delivery.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/* What lies within one write of the delivery store: a real process is killed at the entry of one of
 * its system calls on the store's files, by strace. That is each write of the log's header, of a frame
 * and of its page, each fsync, and when it tidies up and closes, each page that goes back into the
 * file, the truncation and the removal of the log. At each such call in turn in ./soak, at some by
 * chance otherwise. Where there is no strace it is skipped. */
class StoreKillPointsTest {
    private static final int POINTS = Integer.getInteger("indelible.kill.points", 2);
    private static final int POINTS_ALL = 60;
    private static final int STEPS = 6;
    private static final String CALLS = "pwrite64,write,fdatasync,fsync,ftruncate,unlink,unlinkat";

    /// What the process runs: some steps of a lane, each told once it is written.
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            try (SqlStore sql = SqlStore.openDelivery(Path.of(arguments[0]))) {
                System.out.println("ready");
                DeliveryStore store = sql.delivery();
                store.put(destination());
                for (int i = 0; i < STEPS; i++) {
                    if (i == STEPS / 2) {
                        sql.purge();
                    }
                    store.record(step(i));
                    System.out.println("step " + i);
                }
            }
        }
    }

    private static Destination destination() {
        return new Destination(
                "d",
                "acme",
                "d",
                "file",
                "",
                "{}",
                "",
                1,
                0,
                0,
                0,
                "pia",
                Optional.empty(),
                List.of(),
                false);
    }

    /// Plans one batch, and confirms or parks the one before.
    private static DeliveryStore.Step step(int i) {
        var plans = new ArrayList<Plan>();
        var parked = new ArrayList<Parked>();
        plans.add(plan(i, Plan.State.PLANNED));
        if (i > 0) {
            boolean parks = i % 2 == 0;
            plans.add(plan(i - 1, parks ? Plan.State.PARKED : Plan.State.CONFIRMED));
            if (parks) {
                parked.add(tombstone(i - 1));
            }
        }
        var progress =
                new Progress(
                        "d",
                        Progress.LIVE,
                        i + 1,
                        i + 1,
                        i + 2,
                        i,
                        i,
                        "",
                        50,
                        new Condition(Condition.State.ACTIVE, 0, 0, i, Optional.empty(), 0, 0),
                        Optional.empty());
        return new DeliveryStore.Step(
                progress, plans, parked, List.of(new Hour("d", 0, 1, i, "00")));
    }

    private static Plan plan(int i, Plan.State state) {
        // Long enough for a step to take several pages.
        String reason = "r".repeat(3_000);
        return new Plan(
                "d",
                Progress.LIVE,
                "b" + i,
                1,
                Positions.of(i),
                i + 1,
                "file/1",
                "00",
                state,
                1,
                reason,
                1,
                0,
                "",
                "");
    }

    private static Parked tombstone(int i) {
        return new Parked(
                "d",
                i + 1,
                i,
                new UUID(0, i),
                "acme",
                new Answer.Refusal(400, "no", ""),
                1,
                1,
                Parked.State.PARKED,
                0,
                "",
                "",
                "");
    }

    @Test
    void killedWithinAWriteItIsThereOrNotAtAll(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("indelible.seed", System.nanoTime());
        System.out.println("seed=" + seed);
        var random = new Random(seed);
        Path log = folder.resolve("calls");
        Path fresh = folder.resolve("fresh");
        SqlStore.openDelivery(fresh).close();
        Path whole = Files.copy(fresh, folder.resolve("whole"));
        assertThat(run(whole, log, "")).isEqualTo(STEPS);
        judge(whole, STEPS);
        List<String> points = points(log);
        assertThat(points).contains("fsync:signal=KILL:when=" + STEPS, "unlink:signal=KILL:when=1");
        if (POINTS < POINTS_ALL) {
            Collections.shuffle(points, random);
            points = points.subList(0, POINTS);
        }
        for (String point : points) {
            Path file = Files.copy(fresh, folder.resolve(point.replace(':', '-')));
            int told = run(file, log, point);
            assertThat(Files.readString(log)).as(point).contains("killed by SIGKILL");
            judge(file, told);
        }
    }

    /// Each call of a whole run: which, and how many-eth of its kind, as strace counts.
    private static List<String> points(Path log) throws IOException {
        var counts = new HashMap<String, Integer>();
        var points = new ArrayList<String>();
        var call = Pattern.compile("^\\d+ +(\\w+)\\(");
        for (String line : Files.readAllLines(log)) {
            Matcher matcher = call.matcher(line);
            if (matcher.find()) {
                int count = counts.merge(matcher.group(1), 1, Integer::sum);
                points.add("%s:signal=KILL:when=%d".formatted(matcher.group(1), count));
            }
        }
        return points;
    }

    /// @param injection what happens at which call
    /// @return how many steps were told as written
    private static int run(Path file, Path log, String injection) throws IOException {
        var command = new ArrayList<String>(List.of("strace", "-f", "-qq", "-o", log.toString()));
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            command.addAll(List.of("-P", file + suffix));
        }
        command.addAll(List.of("-e", "trace=" + CALLS));
        if (!injection.isEmpty()) {
            command.addAll(List.of("-e", "inject=" + injection));
        }
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        file.toString()));
        Process process = start(command);
        int told = 0;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                told += line.startsWith("step ") ? 1 : 0;
            }
        }
        process.onExit().join();
        return told;
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new TestAbortedException("no strace", e);
        }
    }

    private static void judge(Path file, int told) {
        try (SqlStore sql = SqlStore.openDelivery(file)) {
            DeliveryStore store = sql.delivery();
            int written =
                    store.progress("d", Progress.LIVE)
                            .map(progress -> (int) progress.confirmedPosition() + 1)
                            .orElse(0);
            // The last one may have been written and not told any more.
            assertThat(written).isBetween(told, told + 1);
            assertThat(store.open("d", Progress.LIVE).stream().map(Plan::batchId))
                    .containsExactlyElementsOf(
                            written == 0 ? List.of() : List.of("b" + (written - 1)));
            assertThat(store.settled("d", 0, 100).stream().map(Plan::batchId))
                    .containsExactlyElementsOf(
                            IntStream.range(0, Math.max(0, written - 1))
                                    .mapToObj(i -> "b" + i)
                                    .toList());
            assertThat(store.parkedCount("d", Parked.State.PARKED))
                    .isEqualTo(Math.max(0, written - 1) / 2);
            assertThat(store.hours("d", 0, 1).stream().map(Hour::last))
                    .containsExactlyElementsOf(
                            written == 0 ? List.of() : List.of((long) written - 1));
            // It goes on.
            store.put(destination());
            store.record(step(written));
        }
    }
}
