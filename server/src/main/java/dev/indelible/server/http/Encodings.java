package dev.indelible.server.http;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import io.helidon.http.encoding.ContentEncodingContext;
import java.util.Set;

/// Tells the web server which encodings of bodies we know, and leaves the bytes as they are:
/// [Bodies] decodes them and counts what comes out.
public final class Encodings implements ContentEncoding {
    private Encodings() {}

    /// What the web server is to let through.
    public static ContentEncodingContext context() {
        return ContentEncodingContext.builder()
                .contentEncodingsDiscoverServices(false)
                .addContentEncoding(new Encodings())
                .build();
    }

    @Override
    public Set<String> ids() {
        // With those that Bodies refuses, naming what it takes.
        return Set.of("gzip", "x-gzip", "zstd", "br", "deflate", "compress", "lz4", "snappy");
    }

    @Override
    public boolean supportsEncoding() {
        return false;
    }

    @Override
    public boolean supportsDecoding() {
        return true;
    }

    @Override
    public ContentDecoder decoder() {
        return ContentDecoder.NO_OP;
    }

    @Override
    public ContentEncoder encoder() {
        return ContentEncoder.NO_OP;
    }

    @Override
    public String name() {
        return "undecoded";
    }

    @Override
    public String type() {
        return "undecoded";
    }
}
