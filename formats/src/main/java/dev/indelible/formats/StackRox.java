package dev.indelible.formats;

import dev.indelible.event.ActorType;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import dev.indelible.event.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// StackRox and RHACS `v1.Audit.Message`: the webhook's body `{"audit":{…}}` with or without extra
/// fields, the documented envelope `{"headers":…,"data":…}`, the Splunk collector's
/// `{"event":{…}}`, Sentinel's `{"msg":{…}}`, or the message alone. A message has no id.
final class StackRox implements Format {
    private static final String MESSAGE_TYPE = "v1.Audit.Message";
    private static final Pattern VERSION = Pattern.compile("v\\d\\w*|api");
    private static final Pattern TOKEN =
            Pattern.compile("anonymous bearer token \"(.*)\" with roles \\[.*\\(jti: ([^,)]+).*");
    private static final Pattern NAME_AND_EMAIL =
            Pattern.compile("(.+) \\(([^()\\s]+@[^()\\s]+)\\)");

    @Override
    public String name() {
        return "stackrox";
    }

    @Override
    public boolean recognises(Node event) {
        Node message = message(event);
        return message.is(MESSAGE_TYPE)
                || message.at("@type").is(MESSAGE_TYPE)
                || (message.at("request").isObject()
                        && message.count("interaction", "status") > 0
                        && message.at("request").count("endpoint", "method") > 0)
                || event.at("alert", "policy").isObject();
    }

    static Node message(Node event) {
        return event.at("audit")
                .or(event.at("data", "audit"))
                .or(event.at("event", "audit"))
                .or(event.at("event", "@type").isText() ? event.at("event") : Node.absent())
                .or(event.at("msg"))
                .or(event);
    }

    @Override
    public void fill(Node event, Draft draft) {
        draft.service("central");
        extraFields(event, draft);
        if (event.at("alert").isObject()) {
            alert(event.at("alert"), draft);
            return;
        }
        Node message = message(event);
        Node request = message.at("request");
        String endpoint = request.at("endpoint").text();
        String method = request.at("method").text();
        action(endpoint, interaction(message), draft);
        outcome(message, draft);
        actor(message.at("user"), draft.actor());
        targets(request.at("payload"), endpoint, draft);
        Node headers = request.first("sourceHeaders", "source_headers", "source");
        draft.time(message.at("time"))
                .ip(headers.first("requestAddr", "request_addr"))
                .ip(headers.first("xForwardedFor", "x_forwarded_for"))
                .ip(request.first("sourceIp", "source_ip"))
                .request(method, endpoint)
                .payload(request.at("payload"));
        switch (message.at("method").text()) {
            case "UI", "2" -> draft.channel(Channel.UI);
            case "API", "3" -> draft.channel(Channel.API);
            case "CLI", "1" -> draft.channel(Channel.CLI);
            default -> {}
        }
    }

    /// What an administrator lets Central add beside the message.
    private static void extraFields(Node event, Draft draft) {
        if (event.at("audit").isObject()) {
            event.members().stream()
                    .filter(field -> field.getValue().isText() && !field.getKey().equals("audit"))
                    .forEach(field -> draft.label(field.getKey(), field.getValue().text()));
        }
    }

    private static String interaction(Node message) {
        return switch (message.at("interaction").text()) {
            case "CREATE", "1" -> "create";
            case "UPDATE", "2" -> "update";
            case "DELETE", "3" -> "delete";
            default -> "";
        };
    }

    /// `/v1/notifiers/…` and `DELETE` are `notifiers.delete`; the gRPC method
    /// `/v1.ClustersService/GetCluster` is `ClustersService.GetCluster`, whose own verb counts
    /// because Central calls every gRPC call an update.
    private static void action(String endpoint, String interaction, Draft draft) {
        String path =
                endpoint.contains("?") ? endpoint.substring(0, endpoint.indexOf('?')) : endpoint;
        List<String> names = names(path);
        Operation operation = Words.operation(interaction);
        boolean isGrpc = path.matches("/[\\w.]+Service/\\w+");
        if (isGrpc) {
            String service = path.substring(path.lastIndexOf('.') + 1).replace('/', '.');
            operation = Words.operation(service);
            draft.action(service);
        } else if (path.endsWith("/graphql") && endpoint.contains("opname=")) {
            String call = endpoint.substring(endpoint.indexOf("opname=") + "opname=".length());
            draft.action("graphql." + call.replaceAll("[^\\w].*", ""));
        } else if (!names.isEmpty()) {
            String resource = String.join(".", names);
            draft.action(interaction.isEmpty() ? resource : resource + "." + interaction);
        }
        boolean isLogin = path.endsWith("/exchangeToken") || path.endsWith("/login");
        draft.operation(operation)
                .category(
                        isLogin
                                ? Category.SIGN_IN
                                : operation == Operation.READ
                                        ? Category.DATA_ACCESS
                                        : Category.ADMIN_ACTIVITY);
    }

    /// The segments of a path that name kinds of things: no version, no id.
    private static List<String> names(String path) {
        var names = new ArrayList<String>();
        for (String segment : path.split("/", -1)) {
            boolean isVersion = names.isEmpty() && VERSION.matcher(segment).matches();
            if (!segment.isEmpty() && !isVersion && !isIdentifier(segment)) {
                names.add(segment);
            }
        }
        return names;
    }

    private static boolean isIdentifier(String segment) {
        return (segment.length() >= 8 && segment.chars().anyMatch(Character::isDigit))
                || segment.chars().allMatch(Character::isDigit)
                || segment.indexOf('%') >= 0;
    }

    private static void outcome(Node message, Draft draft) {
        switch (message.at("status").text()) {
            case "REQUEST_SUCCEEDED", "1" -> draft.outcome(Outcome.SUCCESS);
            case "AUTH_FAILED", "2" -> draft.outcome(Outcome.DENIED);
            case "REQUEST_FAILED", "3" -> draft.outcome(Outcome.FAILURE);
            default -> {}
        }
        draft.reason(draft.text(message.first("statusReason", "status_reason")));
    }

    private static void actor(Node user, ActorDraft actor) {
        String username = user.at("username").text();
        String toldName = user.first("friendlyName", "friendly_name").text();
        boolean isShort = toldName.length() <= dev.indelible.event.Limits.TEXT_CHARS_MAX;
        // The patterns take quadratic time, which an attacker could ask for.
        String friendlyName = isShort ? toldName : "";
        Matcher token = TOKEN.matcher(friendlyName);
        Matcher person = NAME_AND_EMAIL.matcher(friendlyName);
        if (username.startsWith("service:") || friendlyName.startsWith("Service: ")) {
            actor.type(ActorType.SERVICE_ACCOUNT)
                    .id(username.isEmpty() ? friendlyName : username)
                    .name(friendlyName);
        } else if (token.matches()) {
            actor.type(ActorType.SERVICE_ACCOUNT).id(token.group(2)).name(token.group(1));
        } else if (person.matches()) {
            actor.id(username.isEmpty() ? person.group(2) : username)
                    .email(person.group(2))
                    .name(person.group(1));
        } else {
            actor.id(username.isEmpty() ? friendlyName : username).name(friendlyName);
        }
        actor.email(username)
                .permissions(
                        user.at("permissions").first("resourceToAccess", "resource_to_access"));
        user.at("roles")
                .items()
                .forEach(role -> actor.roles(role.isText() ? role : role.at("name")));
        actor.roles(user.at("role").isText() ? user.at("role") : user.at("role", "name"));
    }

    private static void targets(Node payload, String endpoint, Draft draft) {
        String payloadType = payload.at("@type").text();
        String kind = payloadType.substring(payloadType.lastIndexOf('.') + 1);
        String id = draft.text(payload.at("id"));
        boolean isRequest = kind.isEmpty() || kind.endsWith("Request") || kind.endsWith("ByID");
        String type = isRequest ? kindOf(endpoint) : kind.toLowerCase(Locale.ROOT);
        if (payload.at("id").isPresent() || payload.at("name").isPresent()) {
            draft.target(type, id, draft.text(payload.at("name")));
        } else {
            String last = endpoint.substring(endpoint.lastIndexOf('/') + 1);
            if (isIdentifier(last) && last.indexOf('?') < 0) {
                draft.target(type, last, null);
            }
        }
    }

    private static @Nullable String kindOf(String endpoint) {
        if (endpoint.contains("Service/")) {
            String service = endpoint.substring(0, endpoint.indexOf("Service/"));
            return service.substring(service.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        }
        List<String> names = names(endpoint);
        return names.isEmpty() ? null : names.getFirst();
    }

    /// Policy violations may arrive at the same endpoint.
    private void alert(Node alert, Draft draft) {
        Node policy = alert.at("policy");
        String severity = policy.at("severity").lowerCase().replace("_severity", "");
        draft.action("policy.violate")
                .category(Category.SYSTEM_EVENT)
                .operation(Operation.OTHER)
                .time(alert.at("time"), alert.at("firstOccurred"))
                .description(policy.at("name"))
                .target("policy", draft.text(policy.at("id")), draft.text(policy.at("name")))
                .target(
                        "deployment",
                        draft.text(alert.at("deployment", "id")),
                        draft.text(alert.at("deployment", "name")))
                .severity(
                        Optional.of(
                                switch (severity) {
                                    case "low" -> Severity.NOTICE;
                                    case "medium" -> Severity.WARNING;
                                    case "high" -> Severity.ERROR;
                                    case "critical" -> Severity.CRITICAL;
                                    default -> Severity.INFO;
                                }));
        draft.actor().type(ActorType.PLATFORM).id(name());
    }
}
