package dev.indelible.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// How many cells a line of the terminal has that shows standard output.
final class TerminalWidth {
    /// What `ioctl` is asked for a terminal's size with, on Linux and on macOS.
    private static final long SIZE_OF_LINUX = 0x5413;

    private static final long SIZE_OF_MACOS = 0x40087468;

    /// `struct winsize`: rows, columns, and two numbers of pixels, of two bytes each.
    private static final long SIZE_BYTES = 8;

    private static final long COLUMNS_AT = 2;
    private static final int STANDARD_OUTPUT = 1;

    private TerminalWidth() {}

    /// Nothing where there is no terminal, or one that does not say.
    static OptionalInt ofOutput() {
        if (!Terminal.showsOutput()) {
            return OptionalInt.empty();
        }
        OptionalInt told = told(System.getenv("COLUMNS"));
        return told.isPresent() ? told : asked();
    }

    /// What the environment says, which is stronger than the terminal, as in other programs.
    static OptionalInt told(@Nullable String columns) {
        return columns != null && columns.matches("[1-9][0-9]{0,4}")
                ? OptionalInt.of(Integer.parseInt(columns))
                : OptionalInt.empty();
    }

    @SuppressWarnings("restricted") // There is no other way to ask without another process.
    private static OptionalInt asked() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> ioctl = linker.defaultLookup().find("ioctl");
        if (ioctl.isEmpty()) {
            return OptionalInt.empty();
        }
        var form =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS);
        boolean isMacos = System.getProperty("os.name").startsWith("Mac");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(SIZE_BYTES);
            int failed =
                    (int)
                            linker.downcallHandle(
                                            ioctl.get(), form, Linker.Option.firstVariadicArg(2))
                                    .invokeExact(
                                            STANDARD_OUTPUT,
                                            isMacos ? SIZE_OF_MACOS : SIZE_OF_LINUX,
                                            size);
            int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, COLUMNS_AT));
            return failed != 0 || columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
        } catch (Throwable e) {
            throw new IllegalStateException("ioctl failed", e);
        }
    }
}
