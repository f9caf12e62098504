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
    private final Json original;
    private final AuditEventBuilder builder;
    private final Notes notes = new Notes();
    private final ActorDraft actor = new ActorDraft(notes, "actor");
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
    private @Nullable AuditEvent told;

    Draft(String format, Json original) {
        this.original = original;
        this.action = format + ".event";
        this.builder = AuditEvent.named(action).format(format);
    }

    /// What was not understood.
    Notes notes() {
        return notes;
    }

    void note(String note) {
        notes.add(note);
    }

    @Nullable String text(Node node) {
        return notes.text(node);
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
                        .ifPresent(time -> {
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
        String name =
                notes.fitting("action", stripped, dev.indelible.event.Limits.ACTION_CHARS_MAX);
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
        if (notes.fitting(member, name, dev.indelible.event.Limits.SCOPE_CHARS_MAX) == null) {
            return false;
        }
        if (name != null && name.chars().anyMatch(Character::isISOControl)) {
            note(member + " has control characters");
            return false;
        }
        return true;
    }

    Draft service(@Nullable String name) {
        builder.service(notes.shortText("service", name));
        return this;
    }

    Draft channel(Channel channel) {
        this.channel = channel;
        return this;
    }

    Draft region(Node node) {
        builder.region(notes.shortText("region", text(node)));
        return this;
    }

    Draft correlationId(Node node) {
        builder.correlationId(notes.shortText("correlationId", text(node)));
        return this;
    }

    ActorDraft actor() {
        return actor;
    }

    /// Adds a target that has at least an id or a name, unless it is there already.
    Draft target(@Nullable String type, @Nullable String id, @Nullable String name) {
        var target =
                new Target(
                        notes.shortText("targets.type", type),
                        notes.shortText("targets.id", id),
                        notes.shortText("targets.name", name));
        if ((target.id() == null && target.name() == null) || targets.contains(target)) {
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
        ip = text == null ? ip : notes.shortText("client.ip", Addresses.withoutPort(text));
        return this;
    }

    boolean hasIp() {
        return ip != null;
    }

    Draft userAgent(Node node) {
        userAgent = notes.longText("client.userAgent", text(node));
        return this;
    }

    @Nullable String userAgent() {
        return userAgent;
    }

    Draft requestId(Node node) {
        requestId = notes.shortText("client.requestId", text(node));
        return this;
    }

    Draft sessionId(Node node) {
        sessionId = notes.shortText("client.sessionId", text(node));
        return this;
    }

    Draft traceparent(Node node) {
        traceparent = notes.shortText("client.traceparent", text(node));
        return this;
    }

    Draft description(Node node) {
        description = notes.longText("detail.description", text(node));
        return this;
    }

    Draft reason(@Nullable String text) {
        reason = notes.longText("detail.reason", text);
        return this;
    }

    Draft request(@Nullable String method, @Nullable String endpoint) {
        this.method = notes.shortText("detail.request.method", method);
        this.endpoint = notes.longText("detail.request.endpoint", endpoint);
        return this;
    }

    Draft params(Node node) {
        params = notes.copy(node);
        return this;
    }

    Draft payload(Node node) {
        payload = notes.copy(node);
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
        String fitting = notes.shortText("detail.changes.path", path);
        if (changes.size() == dev.indelible.event.Limits.CHANGES_MAX) {
            note("more than %d changes".formatted(changes.size()));
        } else if (fitting != null) {
            changes.add(new Detail.Change(fitting, notes.copy(oldValue), notes.copy(newValue)));
        }
        return this;
    }

    /// A name and value beside the event, such as what a collector added.
    Draft label(String name, @Nullable String value) {
        String fittingName = notes.shortText("detail.labels", name);
        String fittingValue = notes.longText("detail.labels", value);
        if (labels.size() == dev.indelible.event.Limits.LIST_ITEMS_MAX) {
            note("more than %d labels".formatted(labels.size()));
        } else if (fittingName != null && fittingValue != null) {
            labels.put(fittingName, fittingValue);
        }
        return this;
    }

    /// Lets a native event inside the foreign one tell everything; what it leaves out the foreign
    /// one may tell.
    void tells(AuditEvent event) {
        told = event;
        action(event.action());
    }

    /// The event, its original beside it.
    SentEvent build() {
        if (!hasAction) {
            note("no action");
        }
        AuditEvent event = event();
        return SentEvent.of(told == null ? event : Native.merged(told, event));
    }

    private AuditEvent event() {
        return builder.action(action)
                .operation(operation == null ? Words.operation(action) : operation)
                .outcome(outcome)
                .severity(severity == null ? severityOf(outcome) : severity)
                .channel(channel)
                .actor(actor.build())
                .targets(targets)
                .client(client())
                .detail(detail())
                .unforeseen(notes.unforeseen())
                .build();
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
}
