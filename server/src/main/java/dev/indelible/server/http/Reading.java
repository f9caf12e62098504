package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Scope;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import dev.indelible.core.search.Document;
import dev.indelible.core.trail.Act;
import dev.indelible.core.trail.Asked;
import dev.indelible.core.trail.LongRead;
import dev.indelible.core.trail.Shown;
import dev.indelible.core.trail.Trail;
import dev.indelible.event.EventTime;
import dev.indelible.event.Operation;
import io.helidon.webserver.http.ServerRequest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Notes every read in the logs that it concerns, before its answer goes out.
///
/// A read within organizations is noted in the log of each; one by a caller of the whole instance
/// that names none is noted in the instance's log, and in the log of each organization whose events
/// it shows. One of an organization that is not there is noted in the instance's log too, so that a
/// name that somebody mistyped begins no log.
final class Reading {
    /// What tells pages of one list apart, which are one read, and where in the journal it stands.
    private static final List<String> PAGING = List.of("cursor", "limit", "window", "after");

    /// What else says nothing of which events a question is about: how they are shown or counted,
    /// and their time, which is compared.
    private static final List<String> SHAPE =
            List.of("order", "interval", "field", "top", "split", "prefix", "named", "from", "to");

    private final Trail trail;
    private final Access access;
    private final Journal journal;

    Reading(Trail trail, Access access, Journal journal) {
        this.trail = trail;
        this.access = access;
        this.journal = journal;
    }

    /// A search for events that were found in a scope.
    void search(ServerRequest request, Scope scope, List<Entry> entries) {
        Asked asked = asked(request, true, Set.of());
        noteEach(request, "event.search", shown(scope, entries), asked);
    }

    /// A read of one event.
    void event(ServerRequest request, String action, Entry entry) {
        note(
                request,
                act(request, action, entry.organization()).on("event", entry.id().toString(), null),
                new Shown(1, entry.sequence(), entry.sequence()));
    }

    /// A read of what receivers said of events.
    void parked(ServerRequest request, List<Parked> rows) {
        rows.stream()
                .collect(Collectors.groupingBy(Parked::organization, Collectors.counting()))
                .forEach((organization, count) ->
                        note(
                                request,
                                act(request, "event.search", organization),
                                Shown.rows(count)));
    }

    /// A read of how many.
    ///
    /// @param counts by what they are counted
    /// @param entries of which the answer tells more than that they count
    void count(
            ServerRequest request,
            Scope scope,
            long rows,
            Set<String> counts,
            Collection<Entry> entries) {
        Map<String, Shown> shown = shown(scope, entries);
        shown.replaceAll((_, of) -> new Shown(rows, of.first(), of.last()));
        noteEach(request, "event.count", shown, asked(request, false, counts));
    }

    private static Asked asked(ServerRequest request, boolean shows, Set<String> counts) {
        Parameters parameters = Parameters.any(request);
        return new Asked(
                query(request, name -> !PAGING.contains(name) && !SHAPE.contains(name)),
                parameters.text("from").map(Reading::nanos).orElse(Long.MIN_VALUE),
                parameters.text("to").map(Reading::nanos).orElse(Long.MAX_VALUE),
                shows,
                counts);
    }

    /// Of a time that was understood before.
    private static long nanos(String time) {
        return Document.nanos(EventTime.parse(time).instant());
    }

    /// A value that was looked up, by its hash.
    void lookup(ServerRequest request, String organization, String asked, List<Entry> entries) {
        note(
                request,
                Act.of("event.lookup", Operation.READ, level(organization))
                        .on("value", asked, null)
                        .asked("POST", "/v1/lookup-hash"),
                Shown.rows(entries.size()));
    }

    /// A look at what an erasure would do: of how many events, and by nobody's name.
    void erasureLook(ServerRequest request, String organization, long events) {
        note(request, act(request, "erasure.preview", organization), Shown.rows(events));
    }

    /// An erasure that is asked for, also one that is refused: whoever asks is told of how many
    /// events.
    void erasureAsked(ServerRequest request, String organization, long events) {
        note(request, act(request, "erasure.ask", organization), Shown.rows(events));
    }

    /// A read of a log's checkpoint, hashes or entries.
    ///
    /// @param what of them, as the beginning of its path: tiles are counted together
    void log(ServerRequest request, String organization, String what, Shown shown) {
        note(
                request,
                Act.of("log.read", Operation.READ, level(organization))
                        .on("organization", organization, null)
                        .asked("GET", "/logs/" + organization + "/" + what),
                shown);
    }

    /// A read whose answer goes on, noted before it begins.
    ///
    /// @param entries what is in the answer as far as it is known
    Streamed streamed(ServerRequest request, String action, Scope scope, List<Entry> entries) {
        var streamed = new Streamed(request, action, scope);
        streamed.more(entries);
        return streamed;
    }

    /// A read whose answer goes on. Its end is noted when it is closed, however it ends: before the
    /// last bytes go out, where there are last ones.
    final class Streamed implements AutoCloseable {
        private final ServerRequest request;
        private final String action;
        private final Scope scope;
        private final Map<String, LongRead> reads = new TreeMap<>();

        private Streamed(ServerRequest request, String action, Scope scope) {
            this.request = request;
            this.action = action;
            this.scope = scope;
        }

        /// Notes what is shown next, before it goes out.
        void more(List<Entry> entries) {
            shown(scope, entries)
                    .forEach((organization, rows) -> {
                        LongRead read = reads.get(organization);
                        if (read == null) {
                            Act act = act(request, action, organization);
                            Caller caller = Authentication.caller(request);
                            reads.put(organization, trail.begin(caller, act, rows));
                        } else {
                            read.more(rows);
                        }
                    });
        }

        @Override
        public void close() {
            reads.values().forEach(LongRead::close);
        }
    }

    private void noteEach(
            ServerRequest request, String action, Map<String, Shown> shown, Asked asked) {
        Caller caller = Authentication.caller(request);
        shown.forEach((organization, rows) ->
                trail.read(caller, act(request, action, organization), rows, asked));
    }

    private void note(ServerRequest request, Act act, Shown shown) {
        trail.read(Authentication.caller(request), act, shown);
    }

    private static Map<String, Shown> shown(Scope scope, Collection<Entry> entries) {
        var shown = new TreeMap<String, Shown>();
        scope.organizations().forEach(organization -> shown.put(organization, Shown.rows(0)));
        if (scope.everything()) {
            shown.put(Trail.INSTANCE_LOG, Shown.rows(entries.size()));
        }
        for (Entry entry : entries) {
            if (!scope.everything() || !entry.organization().equals(Trail.INSTANCE_LOG)) {
                shown.merge(
                        entry.organization(),
                        new Shown(1, entry.sequence(), entry.sequence()),
                        Shown::and);
            }
        }
        return shown;
    }

    private Level level(String organization) {
        boolean isThere =
                journal.nextSequence(organization) > 0 || access.isOrganization(organization);
        return isThere ? Level.organization(organization) : Level.INSTANCE;
    }

    private Act act(ServerRequest request, String action, String organization) {
        return Act.of(action, Operation.READ, level(organization))
                .on("organization", organization, null)
                .asked(request.prologue().method().text(), endpoint(request));
    }

    /// Path and query without what only pages, in an order that lasts.
    static String endpoint(ServerRequest request) {
        String query = query(request, name -> !PAGING.contains(name));
        String path = request.path().path();
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String query(ServerRequest request, Predicate<String> isKept) {
        return Arrays.stream(request.query().rawValue().split("&", -1))
                .filter(parameter -> !parameter.isEmpty())
                .filter(parameter -> isKept.test(parameter.split("=", 2)[0]))
                .sorted()
                .collect(Collectors.joining("&"));
    }
}
