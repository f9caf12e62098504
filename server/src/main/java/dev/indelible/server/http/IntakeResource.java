package dev.indelible.server.http;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Placing;
import dev.indelible.core.access.Right;
import dev.indelible.core.intake.Candidate;
import dev.indelible.core.intake.FairShare;
import dev.indelible.core.intake.Intake;
import dev.indelible.core.intake.Pace;
import dev.indelible.core.intake.Placement;
import dev.indelible.core.intake.Result;
import dev.indelible.core.journal.BatchMode;
import dev.indelible.core.ops.AuditException.Busy;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Limits;
import dev.indelible.event.InvalidEventException;
import dev.indelible.event.SentEvent;
import dev.indelible.formats.Formats;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `POST /v1/events`: events in, durable before the answer.
final class IntakeResource implements Endpoint.Resource {
    private static final int IDEMPOTENCY_KEY_CHARS_MAX = 255;

    /// So many refusals of one request that differ are recorded: a batch has thousands of events.
    private static final int ATTEMPTS_MAX = 16;

    private static final String CLOUD_EVENT_PREFIX = "ce-";

    private static final int PACKED_TIMES = 8;
    private static final long UNKNOWN_BYTES = 1 << 14;

    private final Intake intake;
    private final Access access;
    private final Refusals refusals;
    private final Bodies bodies;
    private final Limiting limiting;
    private final Publishing publishing;

    IntakeResource(
            Intake intake, Api.Doors doors, Refusals refusals, Bodies bodies, SealedLogs sealed) {
        this.refusals = refusals;
        this.limiting = doors.limiting();
        this.intake = intake;
        this.access = doors.access();
        this.bodies = bodies;
        this.publishing = new Publishing(sealed);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/v1/events", this::accept).needing(Right.WRITE));
    }

    private void accept(ServerRequest request, ServerResponse response) {
        var parameters =
                Parameters.of(request, "format", "organization", "results", "atomic", "wait");
        String contentType = contentType(request);
        String format = format(parameters, contentType);
        boolean waits = parameters.flag("wait", "published");
        // Asked once now, so that who may not write is told before the body is read.
        Placing.Sender sender = access.sender(Authentication.caller(request));
        var places =
                new Places(
                        sender,
                        parameters.text("organization"),
                        denied ->
                                refusals.note(
                                        request,
                                        String.valueOf(denied.getMessage()),
                                        denied.organization()));
        Placement placement = placement(request, parameters, places);
        Optional<String> share = sender.share(parameters.text("organization"));
        List<Result> results;
        try (Limiting.Unpacking unpacking = limiting.unpacking(request, response)) {
            try {
                results = taken(request, format, placement, share, unpacking);
            } catch (Busy e) {
                // It will come again.
                unpacking.giveUp();
                throw e;
            }
        }
        IntakeAnswer.send(
                response,
                results,
                parameters.flag("results", "all"),
                waits ? publishing.await(places.organizations()) : Map.of());
    }

    private static List<Candidate> bounded(List<Candidate> candidates) {
        if (candidates.size() > Limits.BATCH_EVENTS_MAX) {
            throw new ProblemAnswer(
                    413,
                    "batch-too-large",
                    "a batch has at most %d events, not %d; send several"
                            .formatted(Limits.BATCH_EVENTS_MAX, candidates.size()));
        }
        return candidates;
    }

    /// How large a body seems before it is read: packed ones have several times what they declare,
    /// and most of those that do not say how long they are are small.
    private static FairShare.Size said(ServerRequest request) {
        long declared = Limiting.counted(request);
        if (declared == 0) {
            return new FairShare.Size(UNKNOWN_BYTES, false);
        }
        boolean isPacked = request.headers().contains(HeaderNames.CONTENT_ENCODING);
        long bytes = isPacked ? declared * PACKED_TIMES : declared;
        return new FairShare.Size(Math.min(bytes, Limits.BATCH_BYTES_MAX), !isPacked);
    }

    private List<Result> taken(
            ServerRequest request,
            String format,
            Placement placement,
            Optional<String> share,
            Limiting.Unpacking unpacking) {
        intake.requireRoom(Optional.ofNullable(Authentication.caller(request).organization()));
        Optional<FairShare.Charge> charge =
                share.map(sender -> intake.await(sender, placement.key(), said(request)));
        var meter = new Bodies.Meter(unpacking, bytes -> charge.ifPresent(one -> one.grow(bytes)));
        try (Bodies.Body body = bodies.read(request, Limits.BATCH_BYTES_MAX, meter);
                Pace.Turn turn = intake.begin(body.bytes().length)) {
            unpacking.tellWhole();
            List<Candidate> candidates =
                    candidates(request, contentType(request), format, body, turn);
            charge.ifPresent(one -> one.settle(meter.bytes(), candidates.size()));
            return intake.accept(bounded(candidates), placement, turn);
        } finally {
            charge.ifPresent(one -> one.settle(meter.bytes(), 0));
        }
    }

    private static String contentType(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.CONTENT_TYPE)
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static String format(Parameters parameters, String contentType) {
        Optional<String> named = parameters.text("format");
        if (named.isPresent() && !Formats.names().contains(named.get())) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "format '%s' is none of: %s"
                            .formatted(
                                    Texts.shown(named.get()), String.join(", ", Formats.names())));
        }
        boolean cloudEvents = contentType.startsWith("application/cloudevents");
        return named.orElse(cloudEvents ? "cloudevents" : "native");
    }

    private static Placement placement(
            ServerRequest request, Parameters parameters, Places places) {
        Optional<String> idempotencyKey =
                request.headers().first(HeaderNames.create("Idempotency-Key"));
        if (idempotencyKey.filter(IntakeResource::isUnfit).isPresent()) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "Idempotency-Key has 1 to %d visible characters"
                            .formatted(IDEMPOTENCY_KEY_CHARS_MAX));
        }
        return new Placement(
                Authentication.caller(request).id(),
                places,
                idempotencyKey,
                parameters.flag("atomic", "true") ? BatchMode.ALL_OR_NOTHING : BatchMode.EACH);
    }

    /// Where the events of one request go.
    private static final class Places implements Placement.Organizations {
        private final Placing.Sender sender;
        private final Optional<String> otherwise;
        private final Consumer<Denied> attempts;
        private final Map<String, String> known = new HashMap<>();
        private final Set<String> attempted = new HashSet<>();

        /// @param otherwise the organization of events that name none
        /// @param attempts is told of the first refusals that differ, and that there are more,
        ///   before any event is kept: if they cannot be recorded now, nothing is kept, and all of
        ///   it comes again
        Places(Placing.Sender sender, Optional<String> otherwise, Consumer<Denied> attempts) {
            this.sender = sender;
            this.otherwise = otherwise;
            this.attempts = attempts;
        }

        @Override
        public String of(Optional<String> named) {
            Optional<String> name = named.or(() -> otherwise);
            return judged(
                    () -> known.computeIfAbsent(name.orElse(""), _ -> sender.organization(name)));
        }

        @Override
        public SentEvent placed(SentEvent sent, String organization) {
            return judged(() -> sender.placed(sent, organization));
        }

        private <T> T judged(Supplier<T> judgement) {
            try {
                return judgement.get();
            } catch (Denied e) {
                if (attempted.size() <= ATTEMPTS_MAX
                        && attempted.add(String.valueOf(e.getMessage()))) {
                    attempts.accept(attempted.size() <= ATTEMPTS_MAX ? e : tooMany(e));
                }
                throw e;
            }
        }

        private static Denied tooMany(Denied one) {
            return new Denied(
                    one.problem(),
                    "more than %d refusals of this request differ; the others have no record of their own"
                            .formatted(ATTEMPTS_MAX));
        }

        @Override
        public Optional<Rejected> closing(SentEvent placed, String organization) {
            return sender.closing(placed, organization);
        }

        /// The organizations that events go to.
        Collection<String> organizations() {
            return known.values();
        }
    }

    private static boolean isUnfit(String key) {
        return key.isBlank()
                || key.length() > IDEMPOTENCY_KEY_CHARS_MAX
                || key.chars().anyMatch(c -> c < 0x20 || c > 0x7e);
    }

    private static List<Candidate> candidates(
            ServerRequest request,
            String contentType,
            String format,
            Bodies.Body read,
            Pace.Turn turn) {
        byte[] body = read.bytes();
        if (request.headers().contains(HeaderNames.create("ce-specversion"))) {
            return List.of(
                    candidate(Formats.cloudEventsBinary(cloudEvent(request), contentType, body)));
        }
        boolean lines = contentType.contains("ndjson") || contentType.contains("jsonl");
        List<Slices.Slice> slices =
                Slices.of(body, lines ? Slices.Layout.LINES : Slices.Layout.ANY);
        if (slices.isEmpty() && isBlank(body)) {
            throw new ProblemAnswer(400, "body-empty", "the body has no event");
        }
        var candidates = new ArrayList<Candidate>(slices.size());
        for (Slices.Slice slice : slices) {
            for (Formats.Item item : Formats.read(format, body, slice.from(), slice.to())) {
                candidates.add(slices.size() > 1 ? candidate(item, slice) : candidate(item));
                turn.pass(candidates.size());
            }
        }
        return candidates;
    }

    private static boolean isBlank(byte[] body) {
        for (byte b : body) {
            if (b > ' ' || b < 0) {
                return false;
            }
        }
        return true;
    }

    private static Candidate candidate(Formats.Item item) {
        return switch (item) {
            case Formats.Item.Event(var event) -> new Candidate.Understood(event);
            case Formats.Item.Refused(var reason) -> new Candidate.Refused(reason);
        };
    }

    /// The same; a refusal among others names the line of its event.
    private static Candidate candidate(Formats.Item item, Slices.Slice slice) {
        if (slice.line() == 0 || !(item instanceof Formats.Item.Refused(var reason))) {
            return candidate(item);
        }
        return new Candidate.Refused(
                new InvalidEventException(
                        reason.code(),
                        reason.member(),
                        "line %d: %s".formatted(slice.line(), reason.getMessage())));
    }

    private static Map<String, String> cloudEvent(ServerRequest request) {
        var attributes = new HashMap<String, @Nullable String>();
        for (Header header : request.headers()) {
            String name = header.headerName().lowerCase();
            if (name.startsWith(CLOUD_EVENT_PREFIX)) {
                attributes.put(name.substring(CLOUD_EVENT_PREFIX.length()), header.get());
            }
        }
        return Map.copyOf(attributes);
    }
}
