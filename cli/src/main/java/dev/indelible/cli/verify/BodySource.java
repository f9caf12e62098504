package dev.indelible.cli.verify;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// The events of an organization in the order of their sequence, a JSON document a line, as `export
/// --format disclosure` gives them. For one thread.
public final class BodySource implements AutoCloseable {
    /// As [Evidence] allows for one event.
    private static final int LINE_BYTES_MAX = 8 << 20;

    private final InputStream in;
    private final String name;
    private long line;

    /// The events that a stream has, which is closed with this.
    public BodySource(InputStream in, String name) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.name = name;
    }

    /// The next event, or nothing at the end.
    ///
    /// @throws RefusedException if the line is no event
    Optional<Disclosure> next() {
        byte[] text = line();
        if (text.length == 0) {
            return Optional.empty();
        }
        line++;
        return Optional.of(new DisclosureReader("%s:%d".formatted(name, line)).read(text));
    }

    private byte[] line() {
        var bytes = new ByteArrayOutputStream(1024);
        try {
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                bytes.write(b);
                if (bytes.size() > LINE_BYTES_MAX) {
                    throw new RefusedException(name, "a line is longer than 8 MiB");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
