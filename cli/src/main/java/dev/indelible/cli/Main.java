package dev.indelible.cli;

import static java.util.Objects.requireNonNull;

import dev.indelible.cli.verify.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

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
    /// What stands for bytes of an argument that mean nothing in the locale.
    private static final char UNREADABLE = '\ufffd';

    private Main() {}

    /// Runs a command and exits with its code.
    public static void main(String[] arguments) {
        System.setOut(StandardOutput.open());
        System.exit(ended(arguments));
    }

    private static int ended(String... arguments) {
        try {
            checkReadable(arguments);
            return run(arguments);
        } catch (CommandFailure failure) {
            return tell(failure, commands().getErr());
        }
    }

    /// What the locale cannot say would be another question, and its answer a wrong one.
    static void checkReadable(String... arguments) {
        for (int at = 0; at < arguments.length; at++) {
            if (arguments[at].indexOf(UNREADABLE) >= 0) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "argument %d has characters that the locale has not; set LC_ALL=C.UTF-8"
                                .formatted(at + 1),
                        null);
            }
        }
    }

    /// Runs a command.
    ///
    /// @return its exit code
    static int run(String... arguments) {
        return commands().execute(arguments);
    }

    static CommandLine commands() {
        var commands = new CommandLine(new Main());
        sayInOurWords(requireNonNull(commands.getSubcommands().get("help")).getCommandSpec());
        return commands.setExecutionStrategy(Main::executed)
                .setExecutionExceptionHandler(Main::failed)
                .setParameterExceptionHandler(Main::misunderstood)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void sayInOurWords(CommandSpec help) {
        help.usageMessage()
                .synopsisHeading("Usage: ")
                .header(new String[0])
                .description("Shows what a command takes.");
        var which = help.positionalParameters().getFirst();
        help.remove(which);
        help.addPositional(
                which.toBuilder().description("The command; without, of all what they do").build());
    }

    /// As picocli does it; help that cannot be printed is a failure like others, and no fault of
    /// ours.
    private static int executed(CommandLine.ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (CommandFailure failure) {
            throw new CommandLine.ExecutionException(
                    parsed.commandSpec().commandLine(), "no output", failure);
        }
    }

    private static int failed(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof CommandFailure known) {
            return tell(known, command.getErr());
        }
        return tell(known(failure), command.getErr());
    }

    private static CommandFailure known(Exception failure) {
        return switch (failure) {
            case RefusedException refused ->
                    new CommandFailure(
                            ExitCode.INCOMPLETE,
                            "%s: %s".formatted(refused.place(), refused.getMessage()),
                            refused);
            case UncheckedIOException wrapped -> known(requireNonNull(wrapped.getCause()));
            case IOException fault ->
                    new CommandFailure(
                            FileFaults.isOfName(fault) ? ExitCode.USAGE : ExitCode.INCOMPLETE,
                            FileFaults.said(fault),
                            fault);
            default -> new CommandFailure(ExitCode.INCOMPLETE, String.valueOf(failure), failure);
        };
    }

    /// Nothing where the reason is that nobody reads any more.
    private static int tell(CommandFailure failure, PrintWriter err) {
        String message = String.valueOf(failure.getMessage());
        if (!message.isEmpty()) {
            err.println("indelible: " + Terminal.safe(message));
        }
        return failure.exitCode();
    }

    /// The message, where it is read, and not all that can be said on the command line.
    private static int misunderstood(CommandLine.ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("indelible: " + Terminal.safe(String.valueOf(wrong.getMessage())));
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        boolean isQuery =
                wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                        && unmatched.isUnknownOption()
                        && unmatched.getUnmatched().getFirst().matches("-[^-].*:.*");
        err.println(
                isQuery
                        ? "A query that begins with a dash comes after --"
                        : "%s --help tells what it takes"
                                .formatted(command.getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }
}
