package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Scope;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.Searches;
import dev.indelible.core.search.Tail;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// `GET /v1/events/tail`: events as they become durable, as server-sent events (WHATWG HTML,
/// section 9.2). Straight from the journal, so it neither waits for the index nor misses anything.
final class TailResource implements Endpoint.Resource {
    private static final String TAIL = "event.follow";
    private static final int TAILS_MAX = 256;
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(15);

    private final Searches searches;
    private final Access access;
    private final Reading reading;
    private final CountDownLatch stopping;
    private final Semaphore tails = new Semaphore(TAILS_MAX);

    /// @param stopping ends all tails
    TailResource(Searches searches, Access access, Reading reading, CountDownLatch stopping) {
        this.searches = searches;
        this.reading = reading;
        this.access = access;
        this.stopping = stopping;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/v1/events/tail", this::tail).searching());
    }

    private void tail(ServerRequest request, ServerResponse response) {
        Parameters parameters = CriteriaReader.parameters(request, "after");
        Scope scope =
                access.scope(
                        Authentication.caller(request),
                        Right.READ,
                        CriteriaReader.view(parameters));
        Tail tail = searches.tail(scope, CriteriaReader.criteria(parameters));
        long position = from(request, parameters).orElseGet(tail::end);
        if (!tails.tryAcquire()) {
            throw new Busy(
                    Problem.QUEUE_FULL,
                    Duration.ofSeconds(10),
                    "%d tails are open already; poll with order=received instead"
                            .formatted(TAILS_MAX));
        }
        try (Reading.Streamed read = reading.streamed(request, TAIL, scope, List.of())) {
            Answers.headers(response, "text/event-stream");
            follow(response, tail, position, read::more);
        } catch (IOException e) {
            // The reader is gone, which is how a tail ends.
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tails.release();
        }
    }

    /// A browser that comes again tells the last it has; one that comes first cannot.
    private static OptionalLong from(ServerRequest request, Parameters parameters) {
        Optional<String> last = request.headers().first(HeaderNames.create("Last-Event-ID"));
        return last.isPresent()
                ? Positions.after("Last-Event-ID", last)
                : Positions.after("parameter 'after'", parameters.text("after"));
    }

    private void follow(ServerResponse response, Tail tail, long from, Consumer<List<Entry>> shown)
            throws IOException, InterruptedException {
        try (OutputStream out = response.outputStream()) {
            out.write(utf8(": events follow\n\n"));
            out.flush();
            long position = Math.max(0, from);
            long aliveNanos = System.nanoTime();
            while (stopping.getCount() > 0) {
                Tail.Step step = tail.next(position);
                shown.accept(step.entries());
                for (Entry entry : step.entries()) {
                    out.write(
                            utf8(
                                    "event: event\nid: %s\ndata: "
                                            .formatted(Positions.of(entry.position()))));
                    out.write(entry.text());
                    out.write(utf8("\n\n"));
                }
                boolean idle = step.nextPosition() == position;
                position = step.nextPosition();
                if (!step.entries().isEmpty()) {
                    out.flush();
                    aliveNanos = System.nanoTime();
                } else if (System.nanoTime() - aliveNanos > ALIVE_EVERY.toNanos()) {
                    out.write(utf8(": alive\n\n"));
                    out.flush();
                    aliveNanos = System.nanoTime();
                }
                if (idle && stopping.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
