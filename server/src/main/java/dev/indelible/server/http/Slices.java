package dev.indelible.server.http;

import dev.indelible.core.ops.Limits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/* Cutting a body into JSON values without parsing it.
 *
 * One bad event must not sink its batch, so the cut must survive what is inside: it only follows
 * brackets and strings, never recurses, and leaves judging a value to the format that reads it.
 *
 * Three shapes are told apart: an array (its elements are the events), lines (each is an event;
 * a broken line harms no other), and values one after another (a pretty-printed event is one). */

/// Where the events of a body are. Bytes outside JSON's grammar become a slice of their own, which
/// its reader will refuse.
final class Slices {
    private static final int NO_LINE = 0;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LINE_ENDS = EACH_BYTE * '\n';

    private final byte[] body;
    private final List<Slice> slices = new ArrayList<>();
    private int at;

    private Slices(byte[] body) {
        this.body = body;
    }

    /// One event's bytes.
    ///
    /// @param line the line that it is, from 1; 0 where events are no lines
    record Slice(int from, int to, int line) {}

    /// How the body's events follow each other.
    enum Layout {
        /// Each line is an event.
        LINES,
        /// To be found out.
        ANY
    }

    /// @throws ProblemAnswer if there are more than [Limits#BATCH_EVENTS_MAX]
    static List<Slice> of(byte[] body, Layout layout) {
        var cut = new Slices(body);
        cut.skipByteOrderMark();
        cut.skipBlanks();
        if (layout == Layout.LINES || cut.looksLikeLines()) {
            cut.lines();
        } else if (cut.at < body.length && body[cut.at] == '[') {
            cut.elements();
        } else {
            cut.values();
        }
        return cut.slices;
    }

    private void skipByteOrderMark() {
        if (body.length >= 3
                && body[0] == (byte) 0xef
                && body[1] == (byte) 0xbb
                && body[2] == (byte) 0xbf) {
            at = 3;
        }
    }

    /// Lines, if the first line closes what it opens and another one follows.
    private boolean looksLikeLines() {
        if (at >= body.length || body[at] != '{') {
            return false;
        }
        int end = valueEnd(at);
        int next = end;
        while (next < body.length && isBlank(body[next])) {
            if (body[next] == '\n') {
                return hasMore(next) && endOfLine(at) >= end;
            }
            next++;
        }
        return false;
    }

    private boolean hasMore(int from) {
        int next = from;
        while (next < body.length && isBlank(body[next])) {
            next++;
        }
        return next < body.length;
    }

    private void lines() {
        at = 0;
        skipByteOrderMark();
        int line = 1;
        while (at < body.length) {
            int end = endOfLine(at);
            int from = at;
            int to = end;
            while (from < to && isBlank(body[from])) {
                from++;
            }
            while (to > from && isBlank(body[to - 1])) {
                to--;
            }
            if (to > from) {
                add(from, to, line);
            }
            line++;
            at = end + 1;
        }
    }

    private void elements() {
        at++;
        skipBlanks();
        while (at < body.length && body[at] != ']') {
            int end = elementEnd(at);
            add(at, trimmed(at, end), NO_LINE);
            boolean more = end < body.length && body[end] == ',';
            at = more ? end + 1 : end;
            skipBlanks();
            if (more && (at == body.length || body[at] == ']')) {
                add(at, at, NO_LINE);
            }
        }
        boolean closed = at < body.length;
        at++;
        skipBlanks();
        if (!closed) {
            add(body.length, body.length, NO_LINE);
        } else if (at < body.length) {
            add(at, body.length, NO_LINE);
        }
    }

    private void values() {
        while (at < body.length) {
            int end = valueEnd(at);
            add(at, end, NO_LINE);
            at = end;
            skipBlanks();
        }
    }

    private void add(int from, int to, int line) {
        if (slices.size() == Limits.BATCH_EVENTS_MAX) {
            throw new ProblemAnswer(
                    413,
                    "batch-too-large",
                    "a batch has at most %d events; send the rest in another request"
                            .formatted(Limits.BATCH_EVENTS_MAX));
        }
        slices.add(new Slice(from, to, line));
    }

    private int trimmed(int from, int to) {
        int end = to;
        while (end > from && isBlank(body[end - 1])) {
            end--;
        }
        return end;
    }

    /// Where the element at `from` ends: at the comma or bracket that belongs to the array.
    private int elementEnd(int from) {
        int depth = 0;
        int next = from;
        while (next < body.length) {
            byte b = body[next];
            if (b == '"') {
                next = stringEnd(next);
                continue;
            }
            if (depth == 0 && (b == ',' || b == ']')) {
                return next;
            }
            depth += step(b);
            next++;
        }
        return next;
    }

    /// Where the value at `from` ends: where its brackets close, or at a blank.
    private int valueEnd(int from) {
        int depth = 0;
        int next = from;
        while (next < body.length) {
            byte b = body[next];
            if (b == '"') {
                next = stringEnd(next);
            } else if (depth == 0 && isBlank(b)) {
                return next;
            } else {
                depth += step(b);
                next++;
            }
            if (depth <= 0 && (b == '}' || b == ']' || b == '"')) {
                return next;
            }
        }
        return next;
    }

    private int stringEnd(int from) {
        int next = from + 1;
        while (next < body.length && body[next] != '"') {
            next += body[next] == '\\' ? 2 : 1;
        }
        return Math.min(body.length, next + 1);
    }

    private static int step(byte b) {
        if (b == '{' || b == '[') {
            return 1;
        }
        return b == '}' || b == ']' ? -1 : 0;
    }

    /// Eight bytes at a time while there are so many: one that is a line's end becomes 0 and lends
    /// its highest bit.
    private int endOfLine(int from) {
        int next = from;
        while (next <= body.length - Long.BYTES) {
            long word = (long) WORD.get(body, next) ^ LINE_ENDS;
            long ends = word - EACH_BYTE & ~word & HIGH_BITS;
            if (ends != 0) {
                return next + (Long.numberOfTrailingZeros(ends) >>> 3);
            }
            next += Long.BYTES;
        }
        while (next < body.length && body[next] != '\n') {
            next++;
        }
        return next;
    }

    private void skipBlanks() {
        while (at < body.length && isBlank(body[at])) {
            at++;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
