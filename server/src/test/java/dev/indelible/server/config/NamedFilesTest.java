package dev.indelible.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that an operator names, as they should be and as they are.
class NamedFilesTest {
    @TempDir Path folder;

    /// As the platform reads properties files, which is another definition.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "port=1\naddress = ::1\n",
                "# port=2\\\nport: 1\r\n\n   ! no\n",
                "outgoing-allow=10.0.0.0/8,\\\n   ::1\nport 3",
                "data=C:\\\\data\\\\\nport=4",
                "instance=a\\u002eb\nport=1\nport=2\n",
                "issuer-corp-url=https://a\\\n",
                "port=1\\\n#2",
                ""
            })
    void settingsAreReadAsProperties(String text) throws Exception {
        var expected = new Properties();
        expected.load(new StringReader(text));

        Map<String, String> read = NamedFiles.settings(written(text));

        assertThat(read).isEqualTo(expected);
    }

    @Test
    void marksOfByteOrderAreNoPartOfAKey() throws Exception {
        assertThat(NamedFiles.settings(written("\ufeffport=1\n"))).isEqualTo(Map.of("port", "1"));
    }

    @Test
    void lineThatIsNoSettingIsToldByItsNumberAndWithoutItsValue() throws Exception {
        Path file =
                written("port=1\n\noutgoing-allow=10.0.0.0/8,\\\n::1\nbootstrap-ky=a secret one\n");

        assertThatThrownBy(() -> NamedFiles.settings(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ":5: 'bootstrap-ky' is no setting; ")
                .hasMessageNotContaining("secret one");
        Path malformed = written("port=1\ndata=C:\\users\n");
        assertThatThrownBy(() -> NamedFiles.settings(malformed))
                .hasMessage(
                        malformed
                                + ":2: a \\u has no four hex digits behind it; write two backslashes for one");
    }

    @Test
    void fileThatCannotBeReadIsToldWithItsCure() throws Exception {
        Path missing = folder.resolve("nowhere");
        String cure = "; --config takes a file that the server's user may read";

        assertThatThrownBy(() -> NamedFiles.settings(missing))
                .hasMessage("the settings file " + missing + " is not there" + cure);
        assertThatThrownBy(() -> NamedFiles.settings(folder))
                .hasMessage("the settings file " + folder + " is a folder" + cure);
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, 0, 1});
        assertThatThrownBy(() -> NamedFiles.settings(bytes))
                .hasMessage("the settings file " + bytes + " cannot be read: it is not UTF-8");
    }

    @Test
    void fileThatMayNotBeReadIsToldSo() throws Exception {
        Path file = written("port=1");
        assertThat(file.toFile().setReadable(false)).isTrue();
        assumeFalse(Files.isReadable(file), "this user may read everything");

        assertThatThrownBy(() -> NamedFiles.settings(file)).hasMessageContaining("may not be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"integrations", "witness-policy", "redaction", "tls-certificate"})
    void whatASettingNamesMustBeAFile(String key) {
        for (Path file : new Path[] {folder.resolve("nowhere"), folder}) {
            Settings settings =
                    Settings.parse(
                            key.startsWith("tls")
                                    ? Map.of(key, file.toString(), "tls-private-key", "x")
                                    : Map.of(key, file.toString()),
                            Map.of());

            assertThatThrownBy(() -> NamedFiles.requireReadable(settings))
                    .hasMessage(
                            "%s names %s, which %s; %s takes a file that the server's user may read"
                                    .formatted(
                                            key,
                                            file,
                                            file.equals(folder) ? "is a folder" : "is not there",
                                            key));
        }
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("server.properties"), text, StandardCharsets.UTF_8);
    }
}
