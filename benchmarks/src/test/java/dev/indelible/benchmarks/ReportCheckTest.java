package dev.indelible.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCheckTest {
    private static final String PAGE = "## Bars\n| Other |\n## Intake\n## Questions\n";
    private static final String DATA = "{ \"engine\" : \"Other\" }";

    @TempDir private Path folder;

    @Test
    void wholeReportHasNoFault() throws IOException {
        write(PAGE, DATA);

        assertThat(faults("Other")).isEmpty();
    }

    @Test
    void eachLackAndEachNameOfAFolderIsAFault() throws IOException {
        write(PAGE.replace("## Bars", "in " + folder), DATA);
        Files.delete(folder.resolve("benchmarks/actor.svg"));

        assertThat(faults("Other", "Another"))
                .containsExactly(
                        "the page has no '## Bars'",
                        "no row of Another",
                        "no figure of Another",
                        "no plot actor.svg",
                        "it names a folder of this machine");
    }

    private List<String> faults(String... engines) throws IOException {
        return ReportCheck.faults(folder, List.of(engines), folder);
    }

    private void write(String page, String data) throws IOException {
        Path more = Files.createDirectory(folder.resolve("benchmarks"));
        Files.writeString(folder.resolve("benchmarks.md"), page);
        Files.writeString(more.resolve("results.json"), data);
        for (String plot : List.of("intake.svg", "actor.svg", "bytes.svg")) {
            Files.writeString(more.resolve(plot), "<svg/>");
        }
    }
}
