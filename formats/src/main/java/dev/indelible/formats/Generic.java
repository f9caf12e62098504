package dev.indelible.formats;

import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Any JSON: the best guess of who, what, when, where and how it ended, from the names that audit
/// logs give to these (`GenericNames`).
final class Generic implements Format {
    private static final Pattern EVENT_ID =
            Pattern.compile("(?=.*\\d)[A-Za-z0-9][A-Za-z0-9_.:=+/-]{15,199}");
    private static final Pattern SIGN_IN =
            Pattern.compile(".*(log[-_. ]?(in|on|out|off)|sign[-_. ]?(in|on|out)|authenticat).*");

    @Override
    public String name() {
        return "generic";
    }

    @Override
    public boolean recognises(Node event) {
        return true;
    }

    @Override
    public void fill(Node event, Draft draft) {
        List<Node> places = places(event);
        id(places, draft);
        draft.time(all(places, GenericNames.WHEN));
        action(event, places, draft);
        who(places, draft);
        for (Node address : all(places, GenericNames.WHERE)) {
            Node one = address.firstItem();
            if (!draft.hasIp() && Addresses.isAddress(Addresses.withoutPort(one.text()))) {
                draft.ip(one);
            }
        }
        outcome(places, draft);
        client(places, draft);
        texts(event, places, draft);
        request(places, draft);
        targets(places, draft);
    }

    private static void client(List<Node> places, Draft draft) {
        Node level = find(places, List.of("severity", "level", "priority"));
        draft.severity(Words.severity(level))
                .userAgent(
                        scalar(
                                places,
                                "userAgent",
                                "user_agent",
                                "ua",
                                "context.ua",
                                "client.userAgent",
                                "actor.user_agent",
                                "actor.session.user_agent",
                                "Request User Agent"))
                .requestId(scalar(places, "requestId", "request_id", "Request ID"))
                .sessionId(scalar(places, "sessionId", "session_id", "session_uuid"))
                .correlationId(
                        scalar(places, "correlationId", "correlation_id", "traceId", "trace_id"))
                .traceparent(scalar(places, "traceparent"));
    }

    private static void texts(Node event, List<Node> places, Draft draft) {
        draft.service(
                        scalar(
                                        places,
                                        "service",
                                        "serviceName",
                                        "service_name",
                                        "eventSource",
                                        "application",
                                        "applicationName",
                                        "id.applicationName",
                                        "app_name",
                                        "Workload",
                                        "product",
                                        "SourceName",
                                        "source")
                                .text())
                .description(
                        event.isScalar()
                                ? event
                                : scalar(
                                        places,
                                        "description",
                                        "message",
                                        "msg",
                                        "message.content",
                                        "displayMessage",
                                        "display_message",
                                        "actionDescription",
                                        "change_description",
                                        "summary"))
                .reason(
                        scalar(
                                        places,
                                        "reason",
                                        "errorMessage",
                                        "error_message",
                                        "failure_reason",
                                        "error_description",
                                        "error",
                                        "details.reason")
                                .text());
    }

    /// This object and what it wraps, outermost first.
    private static List<Node> places(Node event) {
        var places = new ArrayList<Node>(List.of(event));
        var depth = new ArrayList<Node>(List.of(event));
        for (int level = 0; level < Limits.GENERIC_DEPTH_MAX; level++) {
            var next = new ArrayList<Node>();
            for (Node place : depth) {
                for (String wrapper : GenericNames.WRAPPERS) {
                    Node inside = place.at(wrapper);
                    Node object = inside.isText() ? inside.nested() : inside;
                    if (object.isObject()) {
                        next.add(object);
                    }
                }
            }
            places.addAll(next);
            depth = next;
        }
        return places;
    }

    /// Whether it says something; dashes are how some systems write nothing.
    static boolean says(Node node) {
        return node.isPresent() && !node.is("-") && !node.is("null") && !node.is("unknown");
    }

    private static Node[] all(List<Node> places, List<String> names) {
        var found = new ArrayList<Node>();
        for (String name : names) {
            for (Node place : places) {
                Node node = place.at(name);
                if (!node.isPresent() && name.indexOf('.') > 0) {
                    node = place.at(name.split("\\.", -1));
                }
                if (says(node)) {
                    found.add(node);
                }
            }
        }
        return found.toArray(Node[]::new);
    }

    private static Node find(List<Node> places, List<String> names) {
        Node[] found = all(places, names);
        return found.length == 0 ? Node.absent() : found[0];
    }

    private static Node scalar(List<Node> places, String... names) {
        for (Node node : all(places, List.of(names))) {
            if (node.isScalar()) {
                return node;
            }
        }
        return Node.absent();
    }

    /// Only a name that says it is the event's, with a value that can hardly be anything else's:
    /// two events under one id would be a conflict, and one of them lost.
    private void id(List<Node> places, Draft draft) {
        Node id =
                scalar(
                        places,
                        "eventId",
                        "event_id",
                        "Event ID",
                        "eventUuid",
                        "event_uuid",
                        "auditId",
                        "audit_id",
                        "log_id");
        if (id.isText() && (ForeignId.isUuid(id.text()) || EVENT_ID.matcher(id.text()).matches())) {
            draft.id(ForeignId.of(name(), id.text()));
        }
    }

    private static void action(Node event, List<Node> places, Draft draft) {
        Node windows = event.at("EventID");
        String action = "";
        if (windows.isNumber() && event.count("SourceName", "Channel", "ProviderGuid") > 0) {
            action = "windows-event." + windows.text();
        }
        for (Node candidate : all(places, GenericNames.WHAT)) {
            Node name =
                    candidate.isObject() ? candidate.first("name", "action", "value") : candidate;
            boolean fits = name.text().length() <= dev.indelible.event.Limits.ACTION_CHARS_MAX;
            if (action.isEmpty() && name.isScalar() && fits) {
                action = name.isNumber() ? "event." + name.text() : name.text();
            }
        }
        draft.action(action);
        String lowerCase = action.toLowerCase(Locale.ROOT);
        if (SIGN_IN.matcher(lowerCase).matches()) {
            draft.category(Category.SIGN_IN).operation(Operation.OTHER);
        }
    }

    private static void who(List<Node> places, Draft draft) {
        ActorDraft actor = draft.actor();
        for (Node who : all(places, GenericNames.WHO)) {
            if (!actor.isNamed()) {
                GenericActor.fill(who, actor);
            }
        }
        Node email = scalar(places, "email", "user_email", "userEmail", "UserId");
        if (actor.isNamed()) {
            actor.email(email);
        }
    }

    private static void outcome(List<Node> places, Draft draft) {
        Outcome outcome = Outcome.UNKNOWN;
        for (Node told : all(places, GenericNames.OUTCOME)) {
            Node result = told.isObject() ? told.first("result", "status", "value", "code") : told;
            outcome = outcome == Outcome.UNKNOWN ? Words.outcome(result) : outcome;
        }
        if (outcome == Outcome.UNKNOWN) {
            Node names = find(places, List.of("EventType", "event_type", "type", "action"));
            outcome = outcomeIn(names.text());
        }
        Node error = scalar(places, "errorCode", "error_code", "errorMessage", "error_message");
        if (outcome == Outcome.UNKNOWN && error.isPresent()) {
            outcome = Words.isDenial(error.text()) ? Outcome.DENIED : Outcome.FAILURE;
        }
        draft.outcome(outcome);
    }

    private static Outcome outcomeIn(String name) {
        for (String word : name.toLowerCase(Locale.ROOT).split("[^a-z]+", -1)) {
            if (GenericNames.FAILURE_WORDS.contains(word)) {
                return Outcome.FAILURE;
            }
            if (GenericNames.DENIED_WORDS.contains(word)) {
                return Outcome.DENIED;
            }
            if (GenericNames.SUCCESS_WORDS.contains(word)) {
                return Outcome.SUCCESS;
            }
        }
        return Outcome.UNKNOWN;
    }

    private static void request(List<Node> places, Draft draft) {
        Node method = scalar(places, "request.method", "httpMethod", "http_method", "method");
        Node path =
                scalar(
                        places,
                        "request.path",
                        "request.url",
                        "requestUri",
                        "request_uri",
                        "path",
                        "url");
        boolean isVerb = method.text().matches("[A-Z]{3,8}");
        draft.request(isVerb ? method.text() : null, draft.text(path));
        Node params =
                find(
                        places,
                        List.of(
                                "requestParams",
                                "requestParameters",
                                "actionParameters",
                                "actionParams",
                                "parameters",
                                "params"));
        draft.params(params);
        draft.responseCode(scalar(places, "response.statusCode", "statusCode", "status_code"));
        Optional.ofNullable(draft.userAgent())
                .map(Words::channel)
                .filter(channel -> channel != Channel.API)
                .ifPresent(draft::channel);
    }

    private static void targets(List<Node> places, Draft draft) {
        for (Node told :
                all(
                        places,
                        List.of(
                                "target",
                                "targets",
                                "resource",
                                "resources",
                                "object",
                                "entity",
                                "target_user",
                                "resourceName",
                                "resource_id",
                                "ObjectId",
                                "TargetUserName"))) {
            List<Node> items = told.isArray() ? told.items() : List.of(told);
            for (Node item : items) {
                if (item.isObject()) {
                    Node type = item.first("type", "kind", "resource_type", "object_type");
                    draft.target(
                            draft.text(type.isScalar() ? type : Node.absent()),
                            scalar(List.of(item), "id", "gid", "uuid", "arn", "key", "uid").text(),
                            scalar(
                                            List.of(item),
                                            "name",
                                            "displayName",
                                            "display_name",
                                            "email",
                                            "title")
                                    .text());
                } else if (item.isScalar()) {
                    draft.target(null, draft.text(item), null);
                }
            }
        }
    }
}
