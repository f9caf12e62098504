package dev.indelible.formats;

import dev.indelible.event.AuditEvent;
import dev.indelible.event.AuditEventBuilder;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Client;
import dev.indelible.event.Detail;
import dev.indelible.event.Json;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import dev.indelible.event.SentEvent;
import dev.indelible.event.Severity;
import dev.indelible.event.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A foreign event while its format reads it. Takes anything: what does not fit a member stays in
/// the original alone and is noted as unforeseen. For one thread, for one event.
final class Draft {
    private final String format;
    private final Json original;
    private final AuditEventBuilder builder;
    private final List<String> notes = new ArrayList<>();
    private final ActorDraft actor = new ActorDraft(this, "actor");
    private final List<Target> targets = new ArrayList<>();
    private final List<Detail.Change> changes = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private String action;
    private boolean hasAction;
    private boolean hasTime;
    private Outcome outcome = Outcome.UNKNOWN;
    private @Nullable Operation operation;
    private @Nullable Severity severity;
    private @Nullable Channel channel;
    private @Nullable String ip;
    private @Nullable String userAgent;
    private @Nullable String requestId;
    private @Nullable String sessionId;
    private @Nullable String traceparent;
    private @Nullable String description;
    private @Nullable String reason;
    private @Nullable String method;
    private @Nullable String endpoint;
    private @Nullable Json params;
    private @Nullable Json payload;
    private @Nullable Integer responseCode;
    private @Nullable Long responseBytes;

    Draft(String format, Json original) {
        this.format = format;
        this.original = original;
        this.action = format + ".event";
        this.builder = AuditEvent.named(action).format(format);
    }

    /// Notes something that was not understood; the first few are kept.
    void note(String note) {
        if (!notes.contains(note)) {
            boolean isLong = note.length() > Limits.NOTE_CHARS_MAX;
            notes.add(isLong ? note.substring(0, Limits.NOTE_CHARS_MAX) + "…" : note);
        }
    }

    /// The text of a scalar; null if it says nothing, or is an object or array, which is noted.
    @Nullable String text(Node node) {
        if (!node.isPresent()) {
            return null;
        }
        if (node.isScalar()) {
            return node.text();
        }
        note(node.path() + " is no text");
        return null;
    }

    @Nullable String shortText(String member, @Nullable String text) {
        return fitting(member, text, dev.indelible.event.Limits.TEXT_CHARS_MAX);
    }

    private @Nullable String longText(String member, @Nullable String text) {
        return fitting(member, text, dev.indelible.event.Limits.LONG_TEXT_CHARS_MAX);
    }

    private @Nullable String fitting(String member, @Nullable String text, int charsMax) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > charsMax) {
            note("%s has %d characters, over %d".formatted(member, text.length(), charsMax));
            return null;
        }
        return text;
    }

    /// A copy of a part of the original, if it is not too large for that.
    @Nullable Json copy(Node node) {
        if (!node.isPresent()) {
            return null;
        }
        if (node.bytes() > Limits.COPY_BYTES_MAX) {
            note("%s has %d bytes and stays in the original".formatted(node.path(), node.bytes()));
            return null;
        }
        return node.json();
    }

    Draft id(@Nullable UUID id) {
        builder.id(id);
        return this;
    }

    /// The first of these values that is a time.
    Draft time(Node... candidates) {
        Node unreadable = Node.absent();
        for (Node candidate : candidates) {
            if (!hasTime && candidate.isPresent()) {
                Times.read(candidate)
                        .ifPresent(
                                time -> {
                                    builder.time(time);
                                    hasTime = true;
                                });
                unreadable = unreadable.or(hasTime ? Node.absent() : candidate);
            }
        }
        if (unreadable.isPresent()) {
            note(unreadable.path() + " is no time within the limits");
        }
        return this;
    }

    boolean hasTime() {
        return hasTime;
    }

    Draft action(@Nullable String text) {
        String stripped = text == null ? null : text.strip();
        String name = fitting("action", stripped, dev.indelible.event.Limits.ACTION_CHARS_MAX);
        if (name != null) {
            action = name;
            hasAction = true;
        }
        return this;
    }

    boolean hasAction() {
        return hasAction;
    }

    Draft operation(Operation operation) {
        this.operation = operation;
        return this;
    }

    Draft category(Category category) {
        builder.category(category);
        return this;
    }

    Draft outcome(Outcome outcome) {
        this.outcome = outcome;
        return this;
    }

    Outcome outcome() {
        return outcome;
    }

    Draft severity(Optional<Severity> severity) {
        this.severity = severity.orElse(this.severity);
        return this;
    }

    /// A project's name, if it can be one.
    Draft project(@Nullable String name) {
        if (isScope("project", name)) {
            builder.project(name);
        }
        return this;
    }

    /// A folder's name, if it can be one.
    Draft folder(@Nullable String name) {
        if (isScope("folder", name)) {
            builder.folder(name);
        }
        return this;
    }

    private boolean isScope(String member, @Nullable String name) {
        if (fitting(member, name, dev.indelible.event.Limits.SCOPE_CHARS_MAX) == null) {
            return false;
        }
        if (name != null && name.chars().anyMatch(Character::isISOControl)) {
            note(member + " has control characters");
            return false;
        }
        return true;
    }

    Draft service(@Nullable String name) {
        builder.service(shortText("service", name));
        return this;
    }

    Draft channel(Channel channel) {
        this.channel = channel;
        return this;
    }

    Draft region(Node node) {
        builder.region(shortText("region", text(node)));
        return this;
    }

    Draft correlationId(Node node) {
        builder.correlationId(shortText("correlationId", text(node)));
        return this;
    }

    ActorDraft actor() {
        return actor;
    }

    /// Adds a target that has at least an id or a name, unless it is there already.
    Draft target(@Nullable String type, @Nullable String id, @Nullable String name) {
        var target =
                new Target(
                        shortText("targets.type", type),
                        shortText("targets.id", id),
                        shortText("targets.name", name));
        if (target.id() == null && target.name() == null || targets.contains(target)) {
            return this;
        }
        if (targets.size() == dev.indelible.event.Limits.TARGETS_MAX) {
            note("more than %d targets".formatted(targets.size()));
        } else {
            targets.add(target);
        }
        return this;
    }

    boolean hasTargets() {
        return !targets.isEmpty();
    }

    /// The client's address, without port; of a list as in `X-Forwarded-For` the first.
    Draft ip(Node node) {
        String text = text(node.firstItem());
        ip = text == null ? ip : shortText("client.ip", Addresses.withoutPort(text));
        return this;
    }

    boolean hasIp() {
        return ip != null;
    }

    Draft userAgent(Node node) {
        userAgent = longText("client.userAgent", text(node));
        return this;
    }

    @Nullable String userAgent() {
        return userAgent;
    }

    Draft requestId(Node node) {
        requestId = shortText("client.requestId", text(node));
        return this;
    }

    Draft sessionId(Node node) {
        sessionId = shortText("client.sessionId", text(node));
        return this;
    }

    Draft traceparent(Node node) {
        traceparent = shortText("client.traceparent", text(node));
        return this;
    }

    Draft description(Node node) {
        description = longText("detail.description", text(node));
        return this;
    }

    Draft reason(@Nullable String text) {
        reason = longText("detail.reason", text);
        return this;
    }

    Draft request(@Nullable String method, @Nullable String endpoint) {
        this.method = shortText("detail.request.method", method);
        this.endpoint = longText("detail.request.endpoint", endpoint);
        return this;
    }

    Draft params(Node node) {
        params = copy(node);
        return this;
    }

    Draft payload(Node node) {
        payload = copy(node);
        return this;
    }

    /// The protocol's status, if it is a whole number.
    Draft responseCode(Node node) {
        if (node.isScalar() && node.text().matches("-?\\d{1,9}")) {
            responseCode = Integer.valueOf(node.text());
        }
        return this;
    }

    Draft responseBytes(Node node) {
        if (node.isNumber() && node.text().matches("\\d{1,18}")) {
            responseBytes = Long.valueOf(node.text());
        }
        return this;
    }

    Draft change(String path, Node oldValue, Node newValue) {
        String fitting = shortText("detail.changes.path", path);
        if (changes.size() == dev.indelible.event.Limits.CHANGES_MAX) {
            note("more than %d changes".formatted(changes.size()));
        } else if (fitting != null) {
            changes.add(new Detail.Change(fitting, copy(oldValue), copy(newValue)));
        }
        return this;
    }

    /// A name and value beside the event, such as what a collector added.
    Draft label(String name, @Nullable String value) {
        String fittingName = shortText("detail.labels", name);
        String fittingValue = longText("detail.labels", value);
        if (labels.size() == dev.indelible.event.Limits.LIST_ITEMS_MAX) {
            note("more than %d labels".formatted(labels.size()));
        } else if (fittingName != null && fittingValue != null) {
            labels.put(fittingName, fittingValue);
        }
        return this;
    }

    /// The event, its original beside it.
    SentEvent build() {
        if (!hasAction) {
            note("no action");
        }
        AuditEvent event =
                builder.action(action)
                        .operation(operation == null ? Words.operation(action) : operation)
                        .outcome(outcome)
                        .severity(severity == null ? severityOf(outcome) : severity)
                        .channel(channel)
                        .actor(actor.build())
                        .targets(targets)
                        .client(client())
                        .detail(detail())
                        .unforeseen(notes.isEmpty() ? null : unforeseen())
                        .build();
        return SentEvent.of(event);
    }

    /// Where the system gives no severity: a denial deserves a look.
    private static Severity severityOf(Outcome outcome) {
        return switch (outcome) {
            case SUCCESS, UNKNOWN -> Severity.INFO;
            case FAILURE -> Severity.NOTICE;
            case DENIED -> Severity.WARNING;
        };
    }

    private @Nullable Client client() {
        var client = new Client(ip, userAgent, requestId, sessionId, traceparent);
        return client.equals(new Client(null, null, null, null, null)) ? null : client;
    }

    private Detail detail() {
        boolean asked = method != null || endpoint != null || params != null || payload != null;
        boolean answered = responseCode != null || responseBytes != null;
        return new Detail(
                description,
                reason,
                asked ? new Detail.Request(method, endpoint, params, payload) : null,
                answered ? new Detail.Response(responseCode, responseBytes) : null,
                changes,
                labels,
                original);
    }

    private String unforeseen() {
        int more = notes.size() - Limits.NOTES_MAX;
        String first = String.join("; ", notes.stream().limit(Limits.NOTES_MAX).toList());
        return more > 0 ? first + "; and %d more".formatted(more) : first;
    }
}
