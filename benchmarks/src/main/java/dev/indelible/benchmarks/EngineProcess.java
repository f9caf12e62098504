package dev.indelible.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// An engine's process and its descendants: what they use, and their end.
final class EngineProcess {
    private static final int STAT_FIELDS = 50;
    private static final long NANOS_PER_TICK = 10_000_000L;
    private static final int STOP_SECONDS_MAX = 120;

    private static final Set<Process> started = ConcurrentHashMap.newKeySet();
    private static boolean isEnding;

    private EngineProcess() {}

    /// Starts one that will not outlive this program, whatever ends that.
    static Process start(ProcessBuilder builder) throws IOException {
        synchronized (started) {
            if (isEnding) {
                throw new IOException("the benchmarks are being ended");
            }
            Process process = builder.start();
            started.add(process);
            return process;
        }
    }

    /// Kills all that have been started, and lets none be started any more.
    static void end() throws IOException {
        synchronized (started) {
            isEnding = true;
            for (Process process : started) {
                kill(process.toHandle());
            }
        }
    }

    /// Whether this program is being ended from outside.
    static boolean isEnding() {
        synchronized (started) {
            return isEnding;
        }
    }

    /// CPU time used so far, nanoseconds, of user and system; of `/proc` (proc(5), stat), in ticks
    /// of 10 ms. 0 where there is no `/proc`.
    static long cpuNanos(ProcessHandle process) {
        return all(process).stream().mapToLong(one -> cpuNanos(one, 4)).sum();
    }

    /// CPU time used so far, nanoseconds, by those threads of one process whose names begin so; a
    /// name has at most 15 characters here (proc(5), comm). 0 where there is no `/proc`.
    static long threadCpuNanos(ProcessHandle process, List<String> names) throws IOException {
        long nanos = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc", "" + process.pid(), "task"))) {
            for (Path task : tasks.toList()) {
                String stat = stat(task);
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                if (names.stream().anyMatch(name::startsWith)) {
                    nanos += cpuNanos(stat, 2);
                }
            }
        }
        return nanos;
    }

    /// That of a thread; of one that has ended meanwhile a line with nothing in it.
    private static String stat(Path task) {
        try {
            return Files.readString(task.resolve("stat"));
        } catch (IOException e) {
            return "0 () Z" + " 0".repeat(STAT_FIELDS);
        }
    }

    /// Bytes of memory that are theirs alone or shared proportionally (proc(5), smaps_rollup, Pss);
    /// 0 where that cannot be read.
    static long residentBytes(ProcessHandle process) {
        return all(process).stream().mapToLong(EngineProcess::ownResidentBytes).sum();
    }

    /// CPU time used by this program itself so far, nanoseconds.
    static long driverCpuNanos() {
        return cpuNanos(ProcessHandle.current(), 2);
    }

    private static List<ProcessHandle> all(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    /// Fields 14 and 15 are its own, 16 and 17 of children that have ended.
    private static long cpuNanos(ProcessHandle process, int count) {
        try {
            return cpuNanos(Files.readString(Path.of("/proc", "" + process.pid(), "stat")), count);
        } catch (IOException e) {
            return 0;
        }
    }

    private static long cpuNanos(String stat, int count) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        // The first here is the 3rd.
        return Arrays.stream(fields, 11, 11 + count).mapToLong(Long::parseLong).sum()
                * NANOS_PER_TICK;
    }

    private static long ownResidentBytes(ProcessHandle process) {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc", "" + process.pid(), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // Ended meanwhile, as PostgreSQL's own helpers do.
        }
    }

    /// SIGKILL to all of them, and waits for their end.
    static void kill(ProcessHandle process) throws IOException {
        var all = new ArrayList<>(all(process));
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : all) {
            await(one);
        }
    }

    /// SIGTERM, and waits for the end.
    static void stop(ProcessHandle process) throws IOException {
        process.destroy();
        await(process);
    }

    private static void await(ProcessHandle process) throws IOException {
        try {
            process.onExit().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a process ends", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("process %d does not end".formatted(process.pid()), e);
        }
    }

    /// Bytes of all files in a folder, but of those that vanish meanwhile.
    static long bytes(Path folder) throws IOException {
        var sum = new AtomicLong();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
                        sum.addAndGet(found.isRegularFile() ? found.size() : 0);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException merged) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return sum.get();
    }
}
