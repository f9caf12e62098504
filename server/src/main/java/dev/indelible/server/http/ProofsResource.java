package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Scope;
import dev.indelible.core.access.View;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.sealing.Anchored;
import dev.indelible.core.sealing.Published;
import dev.indelible.core.sealing.ShownAnchor;
import dev.indelible.core.search.Searches;
import dev.indelible.event.Part;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/// Proofs out: of one event, with all that an offline auditor needs, and how far all logs are.
final class ProofsResource implements Endpoint.Resource {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String ZIP = "application/zip";

    private final SealedLogs sealed;
    private final Searches searches;
    private final Access access;
    private final Reading reading;

    ProofsResource(SealedLogs sealed, Searches searches, Access access, Reading reading) {
        this.reading = reading;
        this.sealed = sealed;
        this.searches = searches;
        this.access = access;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/v1/heads", this::heads).needing(Right.PROVE),
                Endpoint.viewed("/v1/events/{id}/proof", this::proof).needing(Right.PROVE),
                Endpoint.get("/v1/events/{id}/evidence", this::evidence).needing(Right.EXPORT));
    }

    private void proof(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, "organization", "format");
        if (parameters.is("format", "evidence")) {
            proofToCheck(request, response, parameters);
            return;
        }
        Scope scope = scope(request, parameters, Right.PROVE);
        Entry entry = entry(request, scope, id -> searches.disclosed(scope, id));
        Published log =
                sealed.publications()
                        .latest(entry.organization())
                        .filter(published -> published.size() > entry.sequence())
                        .orElseThrow(() -> notYet(entry, "published"));
        reading.event(request, "event.prove", entry);
        Answers.send(
                response,
                200,
                TEXT,
                sealed.logs().proof(log, entry.sequence(), log.note()).toBytes());
    }

    /// The evidence as far as the caller may read the event, so that it can be checked where it is
    /// read; of all else in it the commitments. Who opens an event has viewed it, and no more.
    private void proofToCheck(
            ServerRequest request, ServerResponse response, Parameters parameters) {
        Scope scope = scope(request, parameters, Right.PROVE);
        Scope readable = scope(request, parameters, Right.READ);
        Entry entry = entry(request, scope, id -> searches.disclosed(scope, id, readable));
        boolean isRead =
                Arrays.stream(Part.values()).anyMatch(part -> entry.draft().stored(part) != null);
        byte[] zip = zip(request, isRead ? "event.read" : "event.prove", entry);
        Answers.send(response, 200, ZIP, zip);
    }

    private void evidence(ServerRequest request, ServerResponse response) {
        Scope scope = scope(request, Parameters.of(request, "organization"), Right.EXPORT);
        Entry entry = entry(request, scope, id -> searches.disclosed(scope, id));
        byte[] zip = zip(request, "event.export", entry);
        response.header(
                "Content-Disposition",
                "attachment; filename=\"evidence-%s.zip\"".formatted(entry.id()));
        Answers.send(response, 200, ZIP, zip);
    }

    private byte[] zip(ServerRequest request, String action, Entry entry) {
        entry.requireBody();
        Anchored head =
                sealed.publications()
                        .witnessed(entry.organization())
                        .filter(witnessed -> witnessed.head().size() > entry.sequence())
                        .orElseThrow(() -> notYet(entry, "witnessed"));
        ShownAnchor anchor = sealed.publications().shown().orElseThrow();
        reading.event(request, action, entry);
        return new Evidence(sealed, entry, head, anchor).zip();
    }

    private Entry entry(ServerRequest request, Scope scope, Function<UUID, Optional<Entry>> found) {
        return EventsResource.named(request, searches, scope, found);
    }

    private Scope scope(ServerRequest request, Parameters parameters, Right right) {
        return access.scope(
                Authentication.caller(request),
                right,
                parameters.text("organization").map(View::of).orElseGet(View::everything));
    }

    private static Busy notYet(Entry entry, String state) {
        return new Busy(
                Problem.NOT_PUBLISHED,
                Duration.ofSeconds(1),
                "event %s is durable and not %s yet; ask again in a second"
                        .formatted(entry.id(), state));
    }

    private void heads(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, "organization");
        Scope scope = scope(request, parameters, Right.PROVE);
        Set<String> organizations =
                scope.everything()
                        ? new TreeSet<>(sealed.journal().organizations().keySet())
                        : scope.organizations();
        var heads = new ArrayList<Map<String, Object>>();
        for (String organization : organizations) {
            heads.add(head(organization));
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("heads", heads);
        document.put("anchor", anchor());
        Answers.ok(response, document);
    }

    private Map<String, Object> head(String organization) {
        // Asked from the last to the first, so that no number is above the one before it.
        long witnessed =
                sealed.publications()
                        .witnessed(organization)
                        .map(head -> head.head().size())
                        .orElse(0L);
        long published = sealed.publications().latest(organization).map(Published::size).orElse(0L);
        long searchable = sealed.searchable().getAsLong();
        long durable = sealed.journal().nextSequence(organization);
        var head = new LinkedHashMap<String, Object>();
        head.put("organization", organization);
        head.put("durable", durable);
        head.put("searchable", searchable(organization, durable, searchable));
        head.put("published", published);
        if (!sealed.identity().witnesses().witnesses().isEmpty()) {
            head.put("witnessed", witnessed);
        }
        return head;
    }

    /// How many of an organization's events lie before a position of the journal.
    private long searchable(String organization, long durable, long position) {
        if (position >= sealed.journal().end()) {
            return durable;
        }
        long low = 0;
        long high = durable;
        while (low < high) {
            long middle = (low + high) >>> 1;
            List<Entry> entries = sealed.journal().readOf(organization, middle, 1, 1);
            if (!entries.isEmpty() && entries.getFirst().position() < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Map<String, Object> anchor() {
        var anchor = new LinkedHashMap<String, Object>();
        Optional<ShownAnchor> shown = sealed.publications().shown();
        anchor.put("published", sealed.publications().anchor().map(Published::size).orElse(0L));
        if (!sealed.identity().witnesses().witnesses().isEmpty()) {
            anchor.put("witnessed", shown.map(newest -> newest.anchor().size()).orElse(0L));
        }
        return anchor;
    }
}
