package dev.indelible.event;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Collects the members of an [AuditEvent], which checks them. For one thread.
public final class AuditEventBuilder {
    private @Nullable UUID id;
    private @Nullable EventTime time;
    private @Nullable String timeFrom;
    private String action;
    private Operation operation = Operation.OTHER;
    private @Nullable Category category;
    private Outcome outcome = Outcome.UNKNOWN;
    private Severity severity = Severity.INFO;
    private @Nullable String organization;
    private @Nullable String folder;
    private @Nullable String project;
    private @Nullable String service;
    private @Nullable Channel channel;
    private @Nullable String region;
    private @Nullable String correlationId;
    private @Nullable String format;
    private @Nullable String unforeseen;
    private Actor actor = Actor.ANONYMOUS;
    private List<Target> targets = List.of();
    private @Nullable Client client;
    private @Nullable Detail detail;

    AuditEventBuilder(String action) {
        this.action = action;
    }

    public AuditEventBuilder id(@Nullable UUID id) {
        this.id = id;
        return this;
    }

    public AuditEventBuilder time(@Nullable EventTime time) {
        this.time = time;
        return this;
    }

    public AuditEventBuilder timeFrom(@Nullable String timeFrom) {
        this.timeFrom = timeFrom;
        return this;
    }

    public AuditEventBuilder action(String action) {
        this.action = action;
        return this;
    }

    public AuditEventBuilder operation(Operation operation) {
        this.operation = operation;
        return this;
    }

    public AuditEventBuilder category(@Nullable Category category) {
        this.category = category;
        return this;
    }

    public AuditEventBuilder outcome(Outcome outcome) {
        this.outcome = outcome;
        return this;
    }

    public AuditEventBuilder severity(Severity severity) {
        this.severity = severity;
        return this;
    }

    public AuditEventBuilder organization(@Nullable String organization) {
        this.organization = organization;
        return this;
    }

    public AuditEventBuilder folder(@Nullable String folder) {
        this.folder = folder;
        return this;
    }

    public AuditEventBuilder project(@Nullable String project) {
        this.project = project;
        return this;
    }

    public AuditEventBuilder service(@Nullable String service) {
        this.service = service;
        return this;
    }

    public AuditEventBuilder channel(@Nullable Channel channel) {
        this.channel = channel;
        return this;
    }

    public AuditEventBuilder region(@Nullable String region) {
        this.region = region;
        return this;
    }

    public AuditEventBuilder correlationId(@Nullable String correlationId) {
        this.correlationId = correlationId;
        return this;
    }

    public AuditEventBuilder format(@Nullable String format) {
        this.format = format;
        return this;
    }

    public AuditEventBuilder unforeseen(@Nullable String unforeseen) {
        this.unforeseen = unforeseen;
        return this;
    }

    public AuditEventBuilder actor(Actor actor) {
        this.actor = actor;
        return this;
    }

    public AuditEventBuilder targets(List<Target> targets) {
        this.targets = targets;
        return this;
    }

    public AuditEventBuilder client(@Nullable Client client) {
        this.client = client;
        return this;
    }

    public AuditEventBuilder detail(@Nullable Detail detail) {
        this.detail = detail;
        return this;
    }

    /// The event.
    ///
    /// @throws InvalidEventException if a member is over its limit
    public AuditEvent build() {
        return new AuditEvent(
                id,
                time,
                timeFrom,
                action,
                operation,
                category,
                outcome,
                severity,
                organization,
                folder,
                project,
                service,
                channel,
                region,
                correlationId,
                format,
                unforeseen,
                actor,
                targets,
                client,
                detail);
    }
}
