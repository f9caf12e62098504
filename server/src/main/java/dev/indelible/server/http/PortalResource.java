package dev.indelible.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The portal's files, from its jar. They are for everybody: who may see what is decided where the
/// pages ask. Each page of the portal is the same document, which reads its own address.
public final class PortalResource implements Endpoint.Resource {
    private static final String FOLDER = "/dev/indelible/portal/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,120}");

    /// Only our own files, no inline code or style, no markup made from text, in nobody's frame.
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script'";

    /// A name of a file under `/assets/` has a hash of its content in it.
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static final String ASK_AGAIN = "no-cache";

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "woff2", "font/woff2");

    private final Map<String, Content> contents = new ConcurrentHashMap<>();

    /// Whether the portal was built into this program.
    public static boolean isBuilt() {
        return PortalResource.class.getResource(FOLDER + "index.html") != null;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open("/", this::page),
                Endpoint.open("/verify", this::page),
                Endpoint.open("/o/{+page}", this::page),
                Endpoint.open("/assets/{file}", this::asset),
                Endpoint.open("/embed.js", this::embed),
                Endpoint.open("/first.js", (in, out) -> own(in, out, "first.js")),
                Endpoint.open("/icon.svg", (in, out) -> own(in, out, "icon.svg")));
    }

    private void page(ServerRequest request, ServerResponse response) {
        own(request, response, "index.html");
    }

    private void own(ServerRequest request, ServerResponse response, String file) {
        send(request, response, file, ASK_AGAIN);
    }

    /// For pages of any origin: it has nothing of anybody in it, and no cookie goes along.
    private void embed(ServerRequest request, ServerResponse response) {
        response.header("Access-Control-Allow-Origin", "*");
        response.header("Cross-Origin-Resource-Policy", "cross-origin");
        own(request, response, "embed.js");
    }

    private void asset(ServerRequest request, ServerResponse response) {
        String file = request.path().pathParameters().get("file");
        send(request, response, NAME.matcher(file).matches() ? "assets/" + file : "", FOR_EVER);
    }

    private void send(ServerRequest request, ServerResponse response, String file, String caching) {
        Content content =
                content(file).orElseThrow(() -> new ProblemAnswer(404, "not-found", missing(file)));
        response.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        response.header("Cache-Control", caching);
        response.header("Vary", "Accept-Encoding");
        response.header("ETag", content.tag);
        if (request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .filter(content.tag::equals)
                .isPresent()) {
            response.status(304);
            response.send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, content.type);
        boolean isPacked =
                content.packed.length < content.plain.length
                        && request.headers()
                                .first(HeaderNames.ACCEPT_ENCODING)
                                .filter(encodings -> encodings.contains("gzip"))
                                .isPresent();
        if (isPacked) {
            response.header("Content-Encoding", "gzip");
        }
        response.send(isPacked ? content.packed : content.plain);
    }

    private static String missing(String file) {
        return isBuilt()
                ? "the portal has no file " + Texts.shown(file)
                : "this server was built without its portal, because there was no Node.js 20.19 or"
                        + " newer with npm; the API reference is at /docs";
    }

    private Optional<Content> content(String file) {
        @Nullable Content known = contents.get(file);
        if (known != null) {
            return Optional.of(known);
        }
        try (@Nullable InputStream in = PortalResource.class.getResourceAsStream(FOLDER + file)) {
            String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
            if (in == null || type == null) {
                return Optional.empty();
            }
            Content content = new Content(in.readAllBytes(), type);
            contents.put(file, content);
            return Optional.of(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file, packed once.
    private static final class Content {
        private final byte[] plain;
        private final byte[] packed;
        private final String type;
        private final String tag;

        Content(byte[] plain, String type) throws IOException {
            var bytes = new ByteArrayOutputStream(plain.length / 3 + 64);
            try (var out = new GZIPOutputStream(bytes)) {
                out.write(plain);
            }
            this.plain = plain;
            this.packed = bytes.toByteArray();
            this.type = type;
            this.tag = tag(plain);
        }

        private static String tag(byte[] plain) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(plain);
                return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
