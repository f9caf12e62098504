package dev.indelible.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The README's example is [ReadmeExample], word for word, and does what the README says.
class ReadmeTest {
    @Test
    void exampleOfTheReadmeIsTheOneThatRuns() throws IOException {
        String readme = Files.readString(Path.of("README.md"), UTF_8);
        String block = readme.substring(readme.indexOf("```java\n") + 8);

        assertThat(block.substring(0, block.indexOf("```"))).isEqualTo(example());
    }

    @Test
    void exampleProvesItsEntry() {
        assertThat(ReadmeExample.run()).isEqualTo("entry 1 of 3 is in log.example/audit@3");
    }

    private static String example() throws IOException {
        Path source = Path.of("src/test/java/dev/indelible/proof/ReadmeExample.java");
        List<String> lines = Files.readAllLines(source, UTF_8);
        int start = lines.indexOf("        // README: from here") + 1;
        int end = lines.indexOf("        // README: to here");
        return lines.subList(start, end).stream()
                .map(line -> line.isEmpty() ? line : line.substring(8))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
