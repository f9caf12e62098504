package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Scope;
import dev.indelible.core.access.View;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.Criteria;
import dev.indelible.core.search.Searches;
import dev.indelible.core.search.Tail;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// `GET /v1/events/tail`: events as they become durable, as server-sent events (WHATWG HTML,
/// section 9.2). Straight from the journal, so it neither waits for the index nor misses anything.
final class TailResource implements Endpoint.Resource {
    private static final String TAIL = "event.follow";
    private static final int TAILS_MAX = 256;
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /// While nothing comes; else before each.
    private static final Duration ALLOWED_EVERY = Duration.ofSeconds(1);

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
        View view = CriteriaReader.view(parameters);
        Scope scope = access.scope(Authentication.caller(request), Right.READ, view);
        var ongoing =
                Ongoing.endless(request, scope, caller -> access.scope(caller, Right.READ, view));
        Criteria criteria = CriteriaReader.criteria(parameters);
        Tail tail = searches.tail(scope, criteria);
        long position = from(request, parameters).orElseGet(tail::end);
        if (position > tail.end()) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID, "the tail begins after all that was received");
        }
        if (!tails.tryAcquire()) {
            throw new Busy(
                    Problem.QUEUE_FULL,
                    Duration.ofSeconds(10),
                    "%d tails are open already; poll with order=received instead"
                            .formatted(TAILS_MAX));
        }
        try (Reading.Streamed read = reading.streamed(request, TAIL, scope, List.of())) {
            Answers.headers(response, "text/event-stream");
            var followed =
                    new Followed(
                            tail,
                            scope,
                            ongoing,
                            now -> Ongoing.again(() -> searches.tail(now, criteria)),
                            read::more);
            Streams.send(response, out -> follow(out, followed, position));
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

    /// @param ongoing whether whoever follows still may
    /// @param wider what is followed where they may see more by now
    /// @param shown is told what they are shown
    private record Followed(
            Tail tail,
            Scope scope,
            Ongoing ongoing,
            Function<Scope, Tail> wider,
            Consumer<List<Entry>> shown) {

        /// What is shown of a step: what could be seen from the beginning, and what came to it.
        Tail.Step allowed(Tail.Step step, long position) {
            Scope now = ongoing.require(step.entries());
            if (now.equals(scope)) {
                return step;
            }
            // Read a second time, perhaps not as far: nothing between may be passed over.
            Tail.Step again = wider.apply(now).next(position);
            long next = Math.min(step.nextPosition(), again.nextPosition());
            return new Tail.Step(
                    again.entries().stream().filter(entry -> entry.position() < next).toList(),
                    next);
        }
    }

    private void follow(OutputStream out, Followed followed, long from) throws IOException {
        out.write(utf8(": events follow\n\n"));
        out.flush();
        long position = from;
        long aliveNanos = System.nanoTime();
        long allowedNanos = aliveNanos;
        while (stopping.getCount() > 0) {
            Tail.Step step = followed.tail().next(position);
            boolean idle = step.nextPosition() == position;
            // What is none of theirs as it began may be by now.
            if (!idle || System.nanoTime() - allowedNanos > ALLOWED_EVERY.toNanos()) {
                step = followed.allowed(step, position);
                allowedNanos = System.nanoTime();
            }
            List<Entry> entries = step.entries();
            followed.shown().accept(entries);
            write(entries, out);
            position = step.nextPosition();
            if (!entries.isEmpty()) {
                out.flush();
                aliveNanos = System.nanoTime();
            } else if (System.nanoTime() - aliveNanos > ALIVE_EVERY.toNanos()) {
                out.write(utf8(": alive\n\n"));
                out.flush();
                aliveNanos = System.nanoTime();
            }
            if (idle) {
                rest();
            }
        }
    }

    private static void write(List<Entry> entries, OutputStream out) throws IOException {
        for (Entry entry : entries) {
            out.write(
                    utf8("event: event\nid: %s\ndata: ".formatted(Positions.of(entry.position()))));
            out.write(entry.text());
            out.write(utf8("\n\n"));
        }
    }

    private void rest() throws IOException {
        try {
            boolean _ = stopping.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server ends");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
