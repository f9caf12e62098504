package dev.indelible.sinks.http;

import java.io.IOException;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/// One destination that is spoken to over HTTP. Any thread.
public final class HttpPeer {
    private static final int ANSWER_BYTES_MAX = 64 << 10;

    private final OkHttpClient client;

    HttpPeer(OkHttpClient client) {
        this.client = client;
    }

    /// Sends once and reads the beginning of the answer; ends within the deadline, whatever
    /// happens.
    public Outcome post(Post post) {
        return exchange(post, "POST", new OnceBody(post.body()));
    }

    /// The same as a GET without a body.
    public Outcome get(Post post) {
        return exchange(post, "GET", null);
    }

    private Outcome exchange(Post post, String method, @Nullable RequestBody body) {
        var phases = new Phases();
        var headers = new Headers.Builder();
        // No answer is unpacked: nothing that is small on the wire grows in memory.
        headers.add("Accept-Encoding", "identity");
        post.headers().forEach(headers::addUnsafeNonAscii);
        Request request =
                new Request.Builder()
                        .url(post.url())
                        .headers(headers.build())
                        .method(method, body)
                        .tag(Phases.class, phases)
                        .build();
        try (Response response = client.newCall(request).execute()) {
            var answer = new Buffer();
            while (answer.size() <= ANSWER_BYTES_MAX
                    && response.body().source().read(answer, ANSWER_BYTES_MAX + 1L - answer.size())
                            > 0) {
                // The bounds are in the condition.
            }
            boolean hasMore = answer.size() > ANSWER_BYTES_MAX;
            return new Outcome.Answered(
                    response.code(),
                    Optional.ofNullable(response.header("Retry-After")),
                    response.headers("Set-Cookie"),
                    answer.readByteArray(Math.min(answer.size(), ANSWER_BYTES_MAX)),
                    hasMore,
                    phases.millis(),
                    phases.tls(),
                    post.masks());
        } catch (IOException e) {
            return new Outcome.Failed(e, phases.millis(), phases.tls());
        }
    }

    /// A body that OkHttp never sends a second time on its own.
    private static final class OnceBody extends RequestBody {
        private final byte[] bytes;

        OnceBody(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }
}
