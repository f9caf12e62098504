package dev.indelible.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// The tables of settings in the docs are made from the code that reads them: run this with
/// `-Dindelible.write.docs` after a change.
class SettingTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final String BEGIN = "<!-- settings -->\n";
    private static final String END = "<!-- end of settings -->\n";

    @Test
    void tableOfTheServerIsInTheDocs() throws IOException {
        check("operating.md", setting -> !setting.isOfIssuer());
    }

    @Test
    void tableOfIssuersIsInTheDocs() throws IOException {
        check("sign-in.md", Setting::isOfIssuer);
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> issuer =
                Map.of(
                        "issuers", "corp",
                        "issuer-corp-url", "https://login.example.com",
                        "issuer-corp-client-id", "indelible",
                        "no-such-setting", "x");
        String[] known =
                Arrays.stream(Setting.values())
                        .map(setting -> setting.key("corp"))
                        .toArray(String[]::new);

        assertThatThrownBy(() -> Settings.parse(issuer, Map.of()))
                .hasMessageStartingWith("unknown settings: no-such-setting; known are: ")
                .message()
                .satisfies(message ->
                        assertThat(message.substring(message.indexOf("are: ") + 5).split(", ", -1))
                                .containsExactlyInAnyOrder(known));
    }

    private static void check(String name, Predicate<Setting> which) throws IOException {
        Path file = DOCS.resolve(name);
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        assertThat(begin).as("%s lacks '%s'", name, BEGIN.strip()).isNotNegative();
        String table = Setting.table(which);
        if (System.getProperty("indelible.write.docs") != null) {
            Files.writeString(file, text.substring(0, begin) + BEGIN + table + text.substring(end));
        }

        assertThat(Files.readString(file))
                .as("docs/%s is made anew with -Dindelible.write.docs", name)
                .contains(BEGIN + table + END);
    }
}
