package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/// Standard output that says so at once when it takes no more. A [PrintStream] goes on in silence:
/// a full disk would leave half an export with an exit code of 0, and after `| head` the other
/// events would be loaded for nobody.
final class StandardOutput extends OutputStream {
    /// What POSIX says of a pipe that nobody reads any more; nobody has to be told.
    private static final String NOBODY_READS = "Broken pipe";

    private final OutputStream out;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    /// The process's own. In files and pipes texts are UTF-8 whatever the locale is, because they
    /// are read elsewhere; on a terminal they are what it understands.
    static PrintStream open() {
        Charset charset = Terminal.showsOutput() ? Terminal.charset() : UTF_8;
        return new PrintStream(
                new StandardOutput(new FileOutputStream(FileDescriptor.out)), true, charset);
    }

    /// The process's own for a server, which goes on where nobody takes what it prints.
    static PrintStream ofServer() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, Terminal.charset());
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /// @throws CommandFailure if not all of it could be written
    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw closed(e);
        }
    }

    private static CommandFailure closed(IOException e) {
        String message = String.valueOf(e.getMessage());
        return new CommandFailure(
                ExitCode.INCOMPLETE,
                message.equals(NOBODY_READS)
                        ? ""
                        : "standard output takes no more, and is not complete: " + message,
                e);
    }
}
