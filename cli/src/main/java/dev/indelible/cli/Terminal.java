package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Optional;

/// What may be shown on a terminal. Events' contents are hostile: no control character, and so no
/// escape sequence, of theirs gets through.
final class Terminal {
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RESET = "\u001b[0m";

    private Terminal() {}

    /// The text with everything that could move a cursor, ring a bell or turn the writing around
    /// replaced.
    static String safe(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().map(c -> isUnsafe(c) ? 0xfffd : c).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    /// The same JSON, with an escape for everything in it that is unsafe or that the terminal has
    /// no character for. Outside of texts JSON has nothing of these but tabs and ends of lines.
    static String escaped(String json, Charset terminal) {
        var escaped = new StringBuilder(json.length());
        CharsetEncoder encoder = terminal.newEncoder();
        json.codePoints().forEach(c -> escape(c, encoder, escaped));
        return escaped.toString();
    }

    private static void escape(int c, CharsetEncoder terminal, StringBuilder into) {
        if (!isUnsafe(c) && terminal.canEncode(Character.toString(c))) {
            into.appendCodePoint(c);
            return;
        }
        for (char unit : Character.toChars(c)) {
            into.append("\\u%04x".formatted((int) unit));
        }
    }

    /// JSON as it may be printed to standard output: as it is, unless a terminal shows it.
    static String json(String json) {
        return showsOutput() ? escaped(json, charset()) : json;
    }

    private static boolean isUnsafe(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }

    /// Says what the output cannot say by being empty; programs that read it are not disturbed.
    static void tell(String sentence) {
        System.err.println(sentence);
    }

    /// Whether a person looks at what is printed.
    static boolean isInteractive() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /// Whether standard output goes to a terminal, also where standard input comes from somewhere
    /// else: a console is only told of where both are one.
    static boolean showsOutput() {
        return StandardOutput.IS_TERMINAL;
    }

    /// What stands for the end of a text.
    private static final class Cut {
        private static final String SIGN =
                !showsOutput() || charset().newEncoder().canEncode('…') ? "…" : "~";
    }

    /// Asked once, when it is first to be known.
    private static final class StandardOutput {
        private static final int DESCRIPTOR = 1;
        private static final boolean IS_TERMINAL = isInteractive() || isTerminal(DESCRIPTOR);
    }

    /// What POSIX says of a descriptor; false where there is no POSIX.
    @SuppressWarnings("restricted") // There is no other way to ask, and it touches no memory.
    private static boolean isTerminal(int descriptor) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> isatty = linker.defaultLookup().find("isatty");
        if (isatty.isEmpty()) {
            return false;
        }
        var form = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            return (int) linker.downcallHandle(isatty.get(), form).invokeExact(descriptor) != 0;
        } catch (Throwable e) {
            throw new IllegalStateException("isatty failed", e);
        }
    }

    /// As <https://no-color.org> has it: an empty value says nothing.
    static boolean hasColours() {
        String none = System.getenv("NO_COLOR");
        return showsOutput() && (none == null || none.isEmpty());
    }

    /// In which texts are written to the terminal: that of its locale.
    static Charset charset() {
        return Charset.forName(System.getProperty("stdout.encoding", "UTF-8"), UTF_8);
    }

    /// The outcome in the colour of its alarm.
    static String outcome(String outcome) {
        if (!hasColours()) {
            return outcome;
        }
        return switch (outcome.strip()) {
            case "failure" -> YELLOW + outcome + RESET;
            case "denied" -> RED + outcome + RESET;
            default -> outcome;
        };
    }

    /// The text in just so many cells.
    static String column(String text, int cells) {
        String safe = safe(text);
        int taken = Cells.of(safe);
        if (taken <= cells) {
            return safe + " ".repeat(cells - taken);
        }
        String beginning = Cells.beginning(safe, cells - 1) + Cut.SIGN;
        return beginning + " ".repeat(cells - Cells.of(beginning));
    }
}
