package dev.indelible.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
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
    void everyOptionAndParameterSaysWhatItIs() {
        for (CommandLine command : commands(Main.commands())) {
            var specification = command.getCommandSpec();

            assertThat(specification.options())
                    .as(command.getCommandName())
                    .allMatch(option -> option.description().length > 0);
            assertThat(specification.positionalParameters())
                    .as(command.getCommandName())
                    .allMatch(parameter -> parameter.description().length > 0);
        }
    }

    /// A wrapped line hangs below its first; a second text would begin a line further left.
    @Test
    void whatOptionsAndParametersSayIsOneText() {
        for (CommandLine command : commands(Main.commands())) {
            var specification = command.getCommandSpec();

            assertThat(specification.args())
                    .as(command.getCommandName())
                    .allMatch(one -> one.description().length == 1)
                    .noneMatch(one -> one.description()[0].contains("%n"));
        }
    }

    @Test
    void helpIsInOurWords() {
        CommandLine help = requireNonNull(Main.commands().getSubcommands().get("help"));

        assertThat(help.getUsageMessage())
                .startsWith("Usage: indelible help [-h] [COMMAND]\nShows what a command takes.\n")
                .doesNotContain("Display");
        assertThat(Main.commands().getUsageMessage())
                .contains("help          Shows what a command takes.");
    }

    @Test
    void whatIsNotUnderstoodIsSaidInALineOrTwo() {
        for (String line :
                List.of(
                        "search --limit x",
                        "search -outcome:denied",
                        "serch",
                        "integrations verify")) {
            var told = new StringWriter();

            int code =
                    Main.commands()
                            .setErr(new PrintWriter(told, true))
                            .execute(line.split(" ", -1));

            assertThat(code).as(line).isEqualTo(ExitCode.USAGE);
            assertThat(told.toString().lines()).as(told.toString()).hasSizeBetween(2, 3);
            assertThat(told.toString()).startsWith("indelible: ");
        }
    }

    @Test
    void queryThatBeginsWithADashIsToldWhereItBelongs() {
        var told = new StringWriter();

        Main.commands().setErr(new PrintWriter(told, true)).execute("search", "-outcome:denied");

        assertThat(told.toString()).contains("comes after --");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T22:15:57.324421Z, 27, 2026-11-27T22:15:57.324421Z",
        "2026-11-27T22:15:57.324421Z, 24, 2026-11-27T22:15:57.324Z",
        "2026-11-27T22:15:57.324421Z, 23, 2026-11-27T22:15:57Z",
        "2026-11-27T22:15:57.3Z, 20, 2026-11-27T22:15:57Z",
        "2026-11-27T22:15:57Z, 20, 2026-11-27T22:15:57Z",
        "2026-11-27T22:15:57.324421Z, 9, 2026-11-27T22:15:57.324421Z",
        "TIME, 2, TIME"
    })
    void instantsAreRoundedAsFarAsThereIsRoom(String instant, int cells, String shown) {
        assertThat(Moments.rounded(instant, cells)).isEqualTo(shown);
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
