package dev.indelible.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
    @TempDir Path folder;

    @Test
    void noTwoThatWriteOneFileHaveTheSame() throws Exception {
        Path file = folder.resolve("export.csv");
        List<Callable<Path>> makers =
                Stream.generate(() -> (Callable<Path>) () -> PartFile.create(file))
                        .limit(40)
                        .toList();

        Set<String> names;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            names =
                    threads.invokeAll(makers).stream()
                            .map(Future::resultNow)
                            .map(part -> part.getFileName().toString())
                            .collect(Collectors.toSet());
        }

        assertThat(names)
                .hasSize(40)
                .contains("export.csv.part")
                .containsAll(
                        IntStream.rangeClosed(2, 40)
                                .mapToObj("export.csv.%d.part"::formatted)
                                .toList());
    }

    @Test
    void whatAnotherHasWrittenStaysAsItIs() throws Exception {
        Path file = folder.resolve("a");
        Files.writeString(folder.resolve("a.part"), "of another");

        Path part = PartFile.create(file);

        assertThat(part).hasFileName("a.2.part").isEmptyFile();
        assertThat(folder.resolve("a.part")).hasContent("of another");
    }

    @Test
    void aFolderThatIsMissingIsToldAsSuch() {
        assertThatThrownBy(() -> PartFile.create(folder.resolve("nowhere/a")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
