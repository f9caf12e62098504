package dev.indelible.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page about the query language, against the language.
class QueryDocsTest {
    private static final Pattern BLOCK =
            Pattern.compile("^```query\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void everyExampleIsUnderstoodAndReadAsWritten() throws IOException {
        List<String> examples =
                BLOCK.matcher(page())
                        .results()
                        .map(MatchResult::group)
                        .flatMap(String::lines)
                        .filter(line -> !line.startsWith("```"))
                        .toList();

        assertThat(examples).hasSizeGreaterThan(5);
        assertThat(examples).allSatisfy(line -> assertThat(QueryLanguage.parse(line)).isNotNull());
    }

    @Test
    void everyFieldIsOnThePage() throws IOException {
        String page = page();

        for (Field field : Field.values()) {
            assertThat(page).contains("`" + field.label() + "`");
        }
    }

    private static String page() throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path page = at.resolve("docs/query-language.md");
            if (Files.exists(page)) {
                return Files.readString(page);
            }
        }
        throw new IOException("docs/query-language.md is in no folder above this one");
    }
}
