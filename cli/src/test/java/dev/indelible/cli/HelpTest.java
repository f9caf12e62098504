package dev.indelible.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What the commands say of themselves, and how they read what people write.
class HelpTest {
    private static final int COLUMNS = 80;

    @Test
    void whatListsShowOfCommandIsWholeSentence() {
        for (CommandLine command : commands(Main.commands())) {
            String[] told = command.getCommandSpec().usageMessage().description();

            assertThat(told).as(command.getCommandName()).isNotEmpty();
            assertThat(told).as(command.getCommandName()).allMatch(text -> text.endsWith("."));
        }
    }

    @Test
    void footersFitTerminal() {
        for (CommandLine command : commands(Main.commands())) {
            String[] footer = command.getCommandSpec().usageMessage().footer();

            assertThat(footer)
                    .as(command.getCommandName())
                    .allMatch(line -> line.length() < COLUMNS);
        }
    }

    /// All but picocli's own.
    private static List<CommandLine> commands(CommandLine command) {
        var all = new ArrayList<CommandLine>(List.of(command));
        command.getSubcommands().values().stream()
                .filter(one -> !(one.getCommand() instanceof CommandLine.HelpCommand))
                .forEach(one -> all.addAll(commands(one)));
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "-90s, 2026-03-01T11:58:30Z",
        "-15m, 2026-03-01T11:45:00Z",
        "-24h, 2026-02-28T12:00:00Z",
        "-1w, 2026-02-22T12:00:00Z",
        "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
        "yesterday, yesterday"
    })
    void timesAreSoLongAgoOrAsServerReadsThem(String written, String meant) {
        assertThat(Moments.at(written, Instant.parse("2026-03-01T12:00:00Z"))).isEqualTo(meant);
    }
}
