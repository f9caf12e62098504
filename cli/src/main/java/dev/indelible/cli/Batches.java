package dev.indelible.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Cuts a source into batches, always at the same places, and holds one of them at a time.
///
/// A source whose first line is a JSON value of its own is taken as lines; any other is one
/// document.
final class Batches {
    /// The server takes 32 MiB; smaller batches show progress and are quickly repeated.
    static final int BATCH_BYTES_MAX = 4 << 20;

    static final int BATCH_LINES_MAX = 5000;
    static final int DOCUMENT_BYTES_MAX = 32 << 20;
    private static final int PEEK_BYTES = 1 << 20;

    private final String source;
    private final String namespace;
    private final PushbackInputStream in;
    private long offset;
    private int line = 1;
    private boolean begun;
    private boolean lines;
    private byte[] waiting = new byte[0];

    /// @param source its name, for messages and for the names of its events
    /// @param namespace another one makes other events of the same source
    Batches(String source, String namespace, InputStream in) {
        this.source = source;
        this.namespace = namespace;
        this.in = new PushbackInputStream(in, PEEK_BYTES);
    }

    /// The next batch, or nothing at the end.
    ///
    /// @throws CommandFailure if a line or the document is larger than the server takes
    Optional<Batch> next() throws IOException {
        if (!begun) {
            begun = true;
            lines = isLines();
        }
        return lines ? nextLines() : document();
    }

    private boolean isLines() throws IOException {
        byte[] peeked = in.readNBytes(PEEK_BYTES);
        in.unread(peeked);
        int start = 0;
        while (start < peeked.length && isBlank(peeked[start])) {
            start++;
        }
        if (start == peeked.length || peeked[start] != '{') {
            return false;
        }
        int depth = 0;
        boolean inString = false;
        for (int at = start; at < peeked.length; at++) {
            byte b = peeked[at];
            if (inString) {
                at += b == '\\' ? 1 : 0;
                inString = b != '"';
            } else if (b == '\n') {
                return depth == 0;
            } else {
                inString = b == '"';
                depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
            }
        }
        return depth == 0 || peeked.length == PEEK_BYTES;
    }

    private Optional<Batch> document() throws IOException {
        byte[] body = in.readNBytes(DOCUMENT_BYTES_MAX + 1);
        if (body.length > DOCUMENT_BYTES_MAX) {
            throw new CommandFailure(
                    2,
                    "%s is one JSON document of more than 32 MiB; write its events one a line"
                            .formatted(source),
                    null);
        }
        if (isBlank(body)) {
            return Optional.empty();
        }
        return Optional.of(new Batch(source, body, 1, 1, key(0, body), Batch.Kind.DOCUMENT));
    }

    private Optional<Batch> nextLines() throws IOException {
        var body = new ByteArrayOutputStream();
        int firstLine = line;
        int count = 0;
        long start = offset;
        byte[] first = new byte[0];
        for (byte[] next = readLine(); next.length > 0; next = readLine()) {
            if (body.size() + next.length > BATCH_BYTES_MAX && body.size() > 0) {
                waiting = next;
                break;
            }
            body.writeBytes(next);
            offset += next.length;
            line++;
            if (!isBlank(next)) {
                first = count == 0 ? next : first;
                count++;
            }
            if (count == BATCH_LINES_MAX) {
                break;
            }
        }
        if (count == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Batch(
                        source,
                        body.toByteArray(),
                        firstLine,
                        count,
                        key(start, first),
                        Batch.Kind.LINES));
    }

    /// A line with its end; empty at the end of the source.
    private byte[] readLine() throws IOException {
        if (waiting.length > 0) {
            byte[] next = waiting;
            waiting = new byte[0];
            return next;
        }
        var bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            bytes.write(b);
            if (b == '\n') {
                break;
            }
            if (bytes.size() > DOCUMENT_BYTES_MAX) {
                throw new CommandFailure(
                        2, "%s:%d: a line has more than 32 MiB".formatted(source, line), null);
            }
        }
        return bytes.toByteArray();
    }

    private String key(long start, byte[] beginning) {
        MessageDigest digest = sha256();
        digest.update("indelible-send/v1\0".getBytes(UTF_8));
        digest.update((namespace + "\0" + source + "\0").getBytes(UTF_8));
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(start).flip());
        digest.update(trimmed(beginning));
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /// Without the end of the line, which a file that grows may not have yet.
    private static ByteBuffer trimmed(byte[] line) {
        int end = line.length;
        while (end > 0 && isBlank(line[end - 1])) {
            end--;
        }
        return ByteBuffer.wrap(line, 0, end);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (!isBlank(b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
