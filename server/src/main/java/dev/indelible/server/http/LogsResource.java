package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Right;
import dev.indelible.core.sealing.Origins;
import dev.indelible.core.sealing.Published;
import dev.indelible.core.trail.Shown;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.Note;
import dev.indelible.proof.Tile;
import dev.indelible.proof.TilePath;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/// The logs themselves, as tlog-tiles has them: `/logs/{organization}/` and `/logs/anchor/` are the
/// prefixes of logs that any client of that format reads.
final class LogsResource implements Endpoint.Resource {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BINARY = "application/octet-stream";

    /// What a place of a log says never changes. Private, because an organization's log is not for
    /// a cache that others share.
    private static final String IMMUTABLE = "private, max-age=31536000, immutable";

    private static final String SHORT = "private, max-age=1";

    private final SealedLogs sealed;
    private final Access access;
    private final Reading reading;

    LogsResource(SealedLogs sealed, Access access, Reading reading) {
        this.reading = reading;
        this.sealed = sealed;
        this.access = access;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open("/logs/anchor/checkpoint", this::anchor),
                Endpoint.get("/logs/{organization}/checkpoint", this::checkpoint)
                        .needing(Right.PROVE),
                Endpoint.get("/logs/{organization}/tile/{+path}", this::tile).needing(Right.PROVE));
    }

    /// What everybody may compare before trusting anybody here; it names no organization.
    private void anchor(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        Note note = sealed.publications().shown().orElseThrow(() -> missing(Origins.ANCHOR)).note();
        send(response, TEXT, SHORT, note.toBytes());
    }

    private void checkpoint(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        String log = log(request);
        note(request, log, "checkpoint", Shown.rows(0));
        Optional<Note> note =
                log.equals(Origins.ANCHOR)
                        ? sealed.publications().shown().map(shown -> shown.note())
                        : sealed.publications().latest(log).map(Published::note);
        send(response, TEXT, SHORT, note.orElseThrow(() -> missing(log)).toBytes());
    }

    private void tile(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        String log = log(request);
        TilePath path = path("tile/" + request.path().pathParameters().get("path"));
        Optional<Published> state =
                log.equals(Origins.ANCHOR)
                        ? sealed.publications().shown().map(shown -> shown.anchor())
                        : sealed.publications().latest(log);
        Published published = state.orElseThrow(() -> missing(log));
        Optional<byte[]> bytes =
                path.isEntries()
                        ? sealed.logs().entries(published, path)
                        : sealed.logs().tile(published, path);
        byte[] there =
                bytes.orElseThrow(() ->
                        new ProblemAnswer(
                                404,
                                "not-found",
                                "log '%s' has %d entries and no %s"
                                        .formatted(log, published.size(), path)));
        note(request, log, path.isEntries() ? "tile/entries/" : "tile/", shown(path));
        send(response, BINARY, IMMUTABLE, there);
    }

    /// How many entries or hashes a tile has, and of which events; the hashes above the lowest
    /// level are of none alone.
    private static Shown shown(TilePath path) {
        if (path.level() > 0) {
            return Shown.rows(path.width());
        }
        long first = path.index() * Tile.WIDTH_MAX;
        return new Shown(path.width(), first, first + path.width() - 1);
    }

    private void note(ServerRequest request, String log, String what, Shown shown) {
        if (!log.equals(Origins.ANCHOR)) {
            reading.log(request, log, what, shown);
        }
    }

    /// The log that is asked for, if the caller may read it: the anchor is for everybody with a
    /// key, since it names nobody.
    private String log(ServerRequest request) {
        String log = request.path().pathParameters().get("organization");
        if (!log.equals(Origins.ANCHOR)) {
            access.require(Authentication.caller(request), Right.PROVE, Level.organization(log));
        }
        return log;
    }

    private static TilePath path(String text) {
        try {
            return TilePath.parse(text);
        } catch (MalformedException e) {
            throw new ProblemAnswer(404, "not-found", Texts.shown(String.valueOf(e.getMessage())));
        }
    }

    private static ProblemAnswer missing(String log) {
        return new ProblemAnswer(
                404, "not-found", "log '%s' has no checkpoint yet".formatted(Texts.shown(log)));
    }

    private static void send(
            ServerResponse response, String contentType, String caching, byte[] body) {
        response.status(200);
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        response.header("Cache-Control", caching);
        response.send(body);
    }
}
