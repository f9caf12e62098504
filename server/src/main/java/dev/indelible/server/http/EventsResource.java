package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Scope;
import dev.indelible.core.access.View;
import dev.indelible.core.journal.Entry;
import dev.indelible.core.lifecycle.Erasure;
import dev.indelible.core.lifecycle.Lifecycle;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.Limits;
import dev.indelible.core.ops.Problem;
import dev.indelible.core.search.Order;
import dev.indelible.core.search.Page;
import dev.indelible.core.search.Searches;
import dev.indelible.event.EventTime;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Events out: a page, one, all.
final class EventsResource implements Endpoint.Resource {
    private static final String EXPORT = "event.export";
    private static final int BUFFER_BYTES = 64 << 10;

    /// Events that are named one by one and held at once.
    private static final int CHOSEN_ROWS = 16;

    private static final Pattern SEQUENCE = Pattern.compile("\\d{1,18}");

    private final Searches searches;
    private final Access access;
    private final Reading reading;
    private final Disclosures disclosures;
    private final Lifecycle lifecycle;

    EventsResource(
            Searches searches,
            Access access,
            Reading reading,
            Disclosures disclosures,
            Lifecycle lifecycle) {
        this.searches = searches;
        this.access = access;
        this.reading = reading;
        this.disclosures = disclosures;
        this.lifecycle = lifecycle;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.viewed("/v1/events", this::list).searching(),
                Endpoint.get("/v1/events/export", this::export).needing(Right.EXPORT),
                Endpoint.viewed("/v1/events/{id}", this::one).searching());
    }

    private void list(ServerRequest request, ServerResponse response) {
        Parameters parameters = CriteriaReader.parameters(request, "order", "limit", "cursor");
        Scope scope = scope(request, parameters, Right.READ);
        int limit = parameters.integer("limit", Limits.PAGE_ROWS_DEFAULT, 1, Limits.PAGE_ROWS_MAX);
        Page page =
                searches.page(
                        scope,
                        CriteriaReader.criteria(parameters),
                        order(parameters),
                        limit,
                        parameters.text("cursor"));
        reading.search(request, scope, page.entries());
        var body = new ByteArrayOutputStream(BUFFER_BYTES);
        body.writeBytes(utf8("{\"events\":["));
        String separator = "";
        for (Entry entry : page.entries()) {
            body.writeBytes(utf8(separator));
            body.writeBytes(entry.text());
            separator = ",\n";
        }
        // Letters, digits, dashes and underscores only: a cursor needs no escapes.
        String next = page.next().map(",\"next\":\"%s\""::formatted).orElse("");
        String window =
                Positions.before(page.endPosition())
                        .map(",\"window\":\"%s\""::formatted)
                        .orElse("");
        body.writeBytes(utf8("]" + next + window + "}\n"));
        Answers.send(response, 200, Answers.JSON, body.toByteArray());
    }

    private Scope scope(ServerRequest request, Parameters parameters, Right right) {
        return access.scope(Authentication.caller(request), right, CriteriaReader.view(parameters));
    }

    private static Order order(Parameters parameters) {
        String label = parameters.text("order").orElse(Order.NEWEST.label());
        return Order.find(label)
                .orElseThrow(() ->
                        new ProblemAnswer(
                                400,
                                "parameter-invalid",
                                "order '%s' is none of: newest, oldest, received"
                                        .formatted(Texts.shown(label))));
    }

    private void one(ServerRequest request, ServerResponse response) {
        Parameters parameters = Parameters.of(request, "organization");
        Scope scope =
                access.readScope(Authentication.caller(request), parameters.text("organization"));
        Entry entry = named(request, searches, scope, id -> searches.event(scope, id));
        entry.requireBody();
        reading.event(request, "event.read", entry);
        byte[] event = withErasures(entry, lifecycle.erasuresOf(entry));
        Answers.send(response, 200, Answers.JSON, Answers.line(event));
    }

    /// The event's own bytes, and after them by which erasures parts of it went.
    private static byte[] withErasures(Entry entry, List<Erasure> erasures) {
        byte[] text = entry.text();
        if (erasures.isEmpty()) {
            return text;
        }
        var body = new ByteArrayOutputStream(text.length + BUFFER_BYTES);
        body.write(text, 0, text.length - 1);
        // Ids and times only: nothing needs escapes.
        body.writeBytes(
                utf8(
                        erasures.stream()
                                .sorted(Comparator.comparingLong(Erasure::createdMillis))
                                .map(EventsResource::members)
                                .collect(Collectors.joining(",", ",\"erasures\":[", "]}"))));
        return body.toByteArray();
    }

    private static String members(Erasure erasure) {
        String completed =
                erasure.isDone()
                        ? ",\"completed\":\"%s\""
                                .formatted(EventTime.ofMillis(erasure.doneMillis()))
                        : "";
        return "{\"id\":\"%s\",\"requested\":\"%s\"%s}"
                .formatted(erasure.id(), EventTime.ofMillis(erasure.createdMillis()), completed);
    }

    /// The event that the path names, by its id, or by its sequence where the scope is of one
    /// organization.
    ///
    /// @param found what the caller may have of the event of an id
    static Entry named(
            ServerRequest request,
            Searches searches,
            Scope scope,
            Function<UUID, Optional<Entry>> found) {
        String name = request.path().pathParameters().get("id");
        Optional<UUID> id =
                SEQUENCE.matcher(name).matches()
                        ? searches.id(organization(scope), Long.parseLong(name))
                        : Optional.of(uuid(name));
        return id.flatMap(found).orElseThrow(() -> unseen(name));
    }

    /// An attempt upon an event that is not there for the caller, and perhaps for others: told and
    /// recorded alike, so it is not looked up in the logs of others, which would take time.
    ///
    /// @param name by which it was asked for: the id of an event that is not seen is not told
    static Denied unseen(String name) {
        return new Denied(Problem.NOT_FOUND, "there is no event " + name);
    }

    private static String organization(Scope scope) {
        if (scope.organizations().size() != 1) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "a sequence is of one organization's log: add organization=ID");
        }
        return scope.organizations().iterator().next();
    }

    static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "'%s' is not the id of an event, which is a UUID".formatted(Texts.shown(text)));
        }
    }

    private void export(ServerRequest request, ServerResponse response) {
        if (request.query().first("format").orElse("").equals(Disclosures.FORMAT)) {
            disclosures.export(request, response);
            return;
        }
        boolean isChosen = request.query().contains("id");
        Parameters parameters =
                isChosen
                        ? Parameters.of(request, "organization", "id", "format", "columns")
                        : CriteriaReader.parameters(
                                request, "order", "format", "columns", "window");
        View view = CriteriaReader.view(parameters);
        Scope scope = access.scope(Authentication.caller(request), Right.EXPORT, view);
        ExportFormat format = format(parameters);
        var rows = new Rows(format, columns(parameters, format));
        Function<Optional<String>, Page> pages =
                isChosen ? chosen(scope, parameters) : pages(scope, parameters);
        // Asked for before the answer begins, so that a fault is still a problem answer.
        Page first = pages.apply(Optional.empty());
        Reading.Streamed read = reading.streamed(request, EXPORT, scope, first.entries());
        Answers.headers(response, format.contentType);
        response.header(
                "Content-Disposition",
                "attachment; filename=\"events.%s\"".formatted(format.extension));
        var ongoing =
                Ongoing.finishing(
                        request, scope, caller -> access.scope(caller, Right.EXPORT, view));
        Function<Optional<String>, Page> allowed =
                cursor -> {
                    Page page = pages.apply(cursor);
                    ongoing.require(page.entries());
                    return page;
                };
        Streams.send(response, out -> write(rows, first, allowed, read, out));
    }

    /// The events that are named, in that order, a few at a time.
    private Function<Optional<String>, Page> chosen(Scope scope, Parameters parameters) {
        List<String> names = parameters.all("id").stream().distinct().toList();
        if (names.size() > Limits.EXPORT_IDS_MAX) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "%d events are named by 'id', at most %d are allowed; ask for them by a search"
                            .formatted(names.size(), Limits.EXPORT_IDS_MAX));
        }
        // All are looked for before the answer begins, and none is held: they may be large.
        names.forEach(name -> chosen(scope, name));
        return cursor -> {
            int from = cursor.map(Integer::parseInt).orElse(0);
            int to = Math.min(from + CHOSEN_ROWS, names.size());
            List<Entry> entries =
                    names.subList(from, to).stream().map(name -> chosen(scope, name)).toList();
            return new Page(entries, Optional.of(Integer.toString(to)), to < names.size(), 0);
        };
    }

    private Entry chosen(Scope scope, String name) {
        return searches.event(scope, uuid(name))
                .filter(entry -> !entry.isExpired())
                .orElseThrow(() -> unseen(name));
    }

    private Function<Optional<String>, Page> pages(Scope scope, Parameters parameters) {
        Order order = order(parameters);
        OptionalLong until = Positions.after("parameter 'window'", parameters.text("window"));
        return cursor ->
                searches.page(
                        scope,
                        CriteriaReader.criteria(parameters),
                        order,
                        Limits.PAGE_ROWS_MAX,
                        cursor,
                        until);
    }

    private static void write(
            Rows rows,
            Page first,
            Function<Optional<String>, Page> pages,
            Reading.Streamed read,
            OutputStream out)
            throws IOException {
        out.write(utf8(rows.begin()));
        try (read) {
            Page page = first;
            String separator = rows.write(page, "", out);
            while (page.more()) {
                page = pages.apply(page.next());
                read.more(page.entries());
                if (!page.more()) {
                    // Noted before the last of them go out.
                    read.close();
                }
                separator = rows.write(page, separator, out);
            }
        }
        out.write(utf8(rows.format().end));
    }

    private static ExportFormat format(Parameters parameters) {
        String label = parameters.text("format").orElse(ExportFormat.NDJSON.label());
        return ExportFormat.find(label)
                .orElseThrow(() ->
                        new ProblemAnswer(
                                400,
                                "parameter-invalid",
                                "format '%s' is none of: %s, %s"
                                        .formatted(
                                                Texts.shown(label),
                                                ExportFormat.labels(),
                                                Disclosures.FORMAT)));
    }

    private static Optional<CsvColumns> columns(Parameters parameters, ExportFormat format) {
        Optional<CsvColumns> columns = parameters.text("columns").map(CsvColumns::of);
        if (columns.isPresent() && format != ExportFormat.CSV) {
            throw new ProblemAnswer(
                    400, "parameter-invalid", "only format=csv has columns to choose");
        }
        return columns;
    }

    /// How the rows of an export are written.
    private record Rows(ExportFormat format, Optional<CsvColumns> columns) {
        String begin() {
            return columns.map(CsvColumns::header).orElse(format.begin);
        }

        /// Gives back what stands before the next row.
        ///
        /// @param before what stands before the first row
        String write(Page page, String before, OutputStream out) throws IOException {
            String separator = before;
            for (Entry entry : page.entries()) {
                out.write(utf8(separator));
                out.write(
                        columns.map(chosen -> utf8(chosen.row(entry)))
                                .orElseGet(() -> format.row(entry)));
                out.write(utf8(format.after));
                separator = format.between;
            }
            return separator;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
