package dev.indelible.cli;

import dev.indelible.cli.verify.RefusedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `indelible`: the commands, and how failures end.
@Command(
        name = "indelible",
        mixinStandardHelpOptions = true,
        version = "indelible 0.1.0",
        description = "Audit events: kept before they are answered, proven, found at once.",
        subcommands = {
            ServerCommand.class,
            SendCommand.class,
            SearchCommand.class,
            TailCommand.class,
            ExportCommand.class,
            VerifyCommand.class,
            MonitorCommand.class,
            ExportLogCommand.class,
            WitnessCommand.class,
            IntegrationsCommand.class,
            WhoamiCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  all went well",
            "  1  some events were rejected, the answer is not complete, or something is",
            "     not as it was sealed",
            "  2  the command line is not understood",
            "  3  the server cannot be reached or refuses",
            "",
            "Url and key come from options, else from INDELIBLE_URL and INDELIBLE_KEY, else",
            "from ~/.config/indelible/config.properties (url, key). So does the organization",
            "to which send sends (INDELIBLE_ORGANIZATION, organization)."
        })
public final class Main {
    private Main() {}

    /// Runs a command and exits with its code.
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// Runs a command.
    ///
    /// @return its exit code
    static int run(String... arguments) {
        return commands().execute(arguments);
    }

    static CommandLine commands() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(Main::failed)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int failed(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof CommandFailure known) {
            command.getErr()
                    .println("indelible: " + Terminal.safe(String.valueOf(known.getMessage())));
            return known.exitCode();
        }
        String message =
                failure instanceof RefusedException refused
                        ? "%s: %s".formatted(refused.place(), refused.getMessage())
                        : String.valueOf(failure);
        command.getErr().println("indelible: " + Terminal.safe(message));
        return ExitCode.INCOMPLETE;
    }
}
