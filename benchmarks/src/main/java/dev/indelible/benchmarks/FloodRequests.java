package dev.indelible.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// What one connection of a flood sends: requests whose events are others each time. Packed ones
/// are packed before the flood begins as far as a bounded one needs them, so that the cores are the
/// server's.
final class FloodRequests {
    private static final Pattern ID =
            Pattern.compile("\"id\":\"(?:[0-9a-f]{4,8}-){4}([0-9a-f]{8})[0-9a-f]{4}\"");
    private static final AtomicLong TIMES = new AtomicLong();
    private static final HexFormat HEX = HexFormat.of();
    private static final String HEAD_END = "\r\n\r\n";
    private static final int PACKED_BEFORE = 8;

    private final byte[] request;
    private final int[] places;
    private final boolean isPacked;
    private final Deque<byte[]> packed = new ArrayDeque<>();

    FloodRequests(byte[] request, boolean isPacked) throws IOException {
        this.request = request;
        this.isPacked = isPacked;
        var text = new String(request, ISO_8859_1);
        places = ID.matcher(text).results().mapToInt(id -> id.start(1)).toArray();
        for (int i = 0; isPacked && i < PACKED_BEFORE; i++) {
            packed.add(packed());
        }
    }

    byte[] next() throws IOException {
        if (!isPacked) {
            return renewed();
        }
        byte[] before = packed.poll();
        return before == null ? packed() : before;
    }

    private byte[] renewed() {
        byte[] digits = HEX.toHexDigits(TIMES.incrementAndGet(), 8).getBytes(ISO_8859_1);
        for (int place : places) {
            System.arraycopy(digits, 0, request, place, digits.length);
        }
        return request;
    }

    private byte[] packed() throws IOException {
        renewed();
        var text = new String(request, ISO_8859_1);
        int body = text.indexOf(HEAD_END) + HEAD_END.length();
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(request, body, request.length - body);
        }
        String head =
                text.substring(0, body)
                        .replaceFirst(
                                "Content-Length: [0-9]+",
                                "Content-Encoding: gzip\r\nContent-Length: " + bytes.size());
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(ISO_8859_1));
        bytes.writeTo(whole);
        return whole.toByteArray();
    }
}
