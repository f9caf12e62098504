package dev.indelible.server.seal;

import dev.indelible.core.sealing.WitnessClient;
import dev.indelible.proof.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;

/// Witnesses over HTTP (tlog-witness, "add-checkpoint"). The call timeout covers everything, down
/// to the last byte of an answer that trickles.
public final class HttpWitnesses implements WitnessClient, AutoCloseable {
    private static final System.Logger logger = System.getLogger(HttpWitnesses.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

    private final OkHttpClient client =
            new OkHttpClient.Builder().callTimeout(TIMEOUT).followRedirects(false).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// Opens nothing until it is asked.
    public HttpWitnesses() {}

    @Override
    public List<Optional<Reply>> ask(List<Question> questions) {
        List<Future<Optional<Reply>>> replies =
                questions.stream().map(question -> threads.submit(() -> ask(question))).toList();
        return replies.stream().map(HttpWitnesses::await).toList();
    }

    private static Optional<Reply> await(Future<Optional<Reply>> reply) {
        try {
            return reply.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a witness could not be asked", e.getCause());
        }
    }

    private Optional<Reply> ask(Question question) {
        String url = question.url().replaceFirst("/+$", "") + "/add-checkpoint";
        Request request =
                new Request.Builder()
                        .url(url)
                        .post(RequestBody.create(question.body(), TEXT))
                        .build();
        try (Response response = client.newCall(request).execute()) {
            var body = new Buffer();
            var source = response.body().source();
            while (body.size() <= Limits.NOTE_BYTES_MAX) {
                if (source.read(body, Limits.NOTE_BYTES_MAX + 1L - body.size()) <= 0) {
                    return Optional.of(new Reply(response.code(), body.readByteArray()));
                }
            }
            throw new IOException("an answer of more than %d bytes".formatted(body.size()));
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "no answer of {0}: {1}", url, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        threads.close();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
