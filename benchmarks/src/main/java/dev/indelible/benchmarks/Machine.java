package dev.indelible.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What a run was made on.
final class Machine {
    private Machine() {}

    /// Processor, cores, memory, system and Java in one line; what cannot be found out is left out.
    static String describe() {
        return "%s, %d cores, %s, %s %s, Java %s"
                .formatted(
                        value("/proc/cpuinfo", "model name").orElse("unknown processor"),
                        Runtime.getRuntime().availableProcessors(),
                        value("/proc/meminfo", "MemTotal")
                                .map(Machine::gibibytes)
                                .orElse("unknown memory"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version());
    }

    private static String gibibytes(String kibibytes) {
        return Math.round(Long.parseLong(kibibytes.replaceAll("[^0-9]", "")) / 1048576.0) + " GiB";
    }

    private static Optional<String> value(String file, String key) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// The commit of the sources, with `+` where they were changed since; `unknown` without git.
    static String commit(Path project) throws IOException {
        String commit = git(project, "rev-parse", "--short", "HEAD");
        String changes = git(project, "status", "--porcelain", "--", "*.java", "*.xml");
        return commit.isEmpty() ? "unknown" : commit + (changes.isEmpty() ? "" : "+");
    }

    private static String git(Path project, String... arguments) throws IOException {
        var command = new java.util.ArrayList<>(java.util.List.of("git"));
        command.addAll(java.util.List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(project.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(10, TimeUnit.SECONDS);
            return text.strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            return "";
        }
    }
}
