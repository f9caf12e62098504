package dev.indelible.formats;

import dev.indelible.event.ActorType;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Google Cloud audit logs: a LogEntry with `protoPayload`. Google calls two entries the same if
/// log name, time and `insertId` are, so the three name the event together.
final class Gcp implements Format {
    private static final Pattern PARENT = Pattern.compile("(projects|folders)/([^/]+)/logs/.*");

    @Override
    public String name() {
        return "gcp";
    }

    @Override
    public boolean recognises(Node event) {
        return isPayload(event.at("protoPayload")) || isPayload(event);
    }

    private static boolean isPayload(Node payload) {
        return payload.first("@type", "at_sign_type").text().endsWith("google.cloud.audit.AuditLog")
                || payload.count(
                                "methodName",
                                "serviceName",
                                "authenticationInfo",
                                "authorizationInfo",
                                "requestMetadata",
                                "resourceName")
                        >= 2;
    }

    @Override
    public void fill(Node event, Draft draft) {
        Node payload = event.at("protoPayload").or(event);
        Node metadata = payload.at("requestMetadata");
        Node labels = event.at("resource", "labels");
        String log = event.at("logName").text();
        id(event, log, draft);
        draft.action(draft.text(payload.at("methodName")))
                .time(event.at("timestamp"), metadata.at("requestAttributes", "time"))
                .service(draft.text(payload.at("serviceName")))
                .severity(Words.severity(event.at("severity")))
                .region(labels.first("location", "region", "zone"))
                .correlationId(event.at("operation", "id"))
                .ip(metadata.at("callerIp"))
                .userAgent(metadata.at("callerSuppliedUserAgent"))
                .payload(payload.at("request"))
                .responseCode(payload.at("status", "code"));
        parents(log, labels.at("project_id"), draft);
        operation(payload, draft);
        outcome(payload, draft);
        category(payload, log, draft);
        actor(payload.at("authenticationInfo"), log, draft);
        targets(event, payload, draft);
        bindings(payload, draft);
        String userAgent = draft.userAgent();
        if (log.endsWith("system_event") || draft.actor().is(ActorType.PLATFORM)) {
            draft.channel(Channel.SYSTEM);
        } else if (userAgent != null) {
            draft.channel(Words.channel(userAgent));
        }
    }

    private void id(Node event, String log, Draft draft) {
        Node insertId = event.at("insertId");
        Node time = event.at("timestamp");
        if (insertId.isText() && insertId.isPresent() && time.isText() && !log.isBlank()) {
            draft.id(ForeignId.named(name(), log + " " + time.text() + " " + insertId.text()));
        }
    }

    private static void parents(String log, Node projectLabel, Draft draft) {
        Matcher parent = PARENT.matcher(log);
        boolean hasParent = parent.matches();
        if (hasParent && parent.group(1).equals("folders")) {
            draft.folder(parent.group(2));
        }
        if (projectLabel.isPresent()) {
            draft.project(draft.text(projectLabel));
        } else if (hasParent && parent.group(1).equals("projects")) {
            draft.project(parent.group(2));
        }
    }

    private static void operation(Node payload, Draft draft) {
        Operation operation = Words.operation(payload.at("methodName").text());
        if (operation == Operation.OTHER) {
            Node permission = payload.at("authorizationInfo").firstItem().at("permission");
            operation = Words.operation(permission.text());
        }
        draft.operation(operation);
    }

    private static void outcome(Node payload, Draft draft) {
        Node status = payload.at("status");
        boolean refused = false;
        for (Node authorization : payload.at("authorizationInfo").items()) {
            refused |= authorization.at("granted").is("false");
        }
        // google.rpc.Code: 7 is PERMISSION_DENIED, 16 UNAUTHENTICATED; no code is 0, OK.
        switch (status.at("code").text()) {
            case "", "0" -> draft.outcome(refused ? Outcome.DENIED : Outcome.SUCCESS);
            case "7", "16" -> draft.outcome(Outcome.DENIED);
            default -> draft.outcome(Outcome.FAILURE);
        }
        draft.reason(draft.text(status.at("message")));
    }

    private static void category(Node payload, String log, Draft draft) {
        if (log.endsWith("policy")) {
            draft.category(Category.POLICY_DENIED).outcome(Outcome.DENIED);
        } else if (payload.at("serviceName").is("login.googleapis.com")) {
            draft.category(Category.SIGN_IN);
        } else if (log.endsWith("data_access")) {
            draft.category(Category.DATA_ACCESS);
        } else if (log.endsWith("system_event")) {
            draft.category(Category.SYSTEM_EVENT);
        } else if (log.endsWith("activity")) {
            draft.category(Category.ADMIN_ACTIVITY);
        }
    }

    private static void actor(Node authentication, String log, Draft draft) {
        ActorDraft actor = draft.actor();
        Node principal = authentication.first("principalEmail", "principalSubject");
        actor.id(principal)
                .email(authentication.at("principalEmail"))
                .type(type(principal.text(), log));
        if (principal.text().isEmpty()) {
            actor.id(authentication.at("authoritySelector"));
        }
        for (Node step : authentication.at("serviceAccountDelegationInfo").items()) {
            Node who = step.first("firstPartyPrincipal", "thirdPartyPrincipal");
            Node named = who.first("principalEmail").or(step.at("principalSubject"));
            actor.onBehalfOf().id(named).email(named).type(type(named.text(), ""));
        }
    }

    private static ActorType type(String principal, String log) {
        if (principal.startsWith("system:serviceaccount:")
                || principal.endsWith("gserviceaccount.com")) {
            return ActorType.SERVICE_ACCOUNT;
        }
        if (principal.equals("system:anonymous")) {
            return ActorType.ANONYMOUS;
        }
        boolean isPlatform =
                principal.startsWith("system:")
                        || (principal.isEmpty() && log.endsWith("system_event"));
        return isPlatform ? ActorType.PLATFORM : ActorType.USER;
    }

    private static void targets(Node event, Node payload, Draft draft) {
        String type = draft.text(event.at("resource", "type"));
        Node resource = payload.at("resourceName");
        if (resource.isText()) {
            draft.target(type, resource.text(), lastSegment(resource.text()));
        }
        for (Node authorization : payload.at("authorizationInfo").items()) {
            Node name =
                    authorization
                            .first("resource")
                            .or(authorization.at("resourceAttributes", "name"));
            if (name.isText() && !name.text().equals(resource.text())) {
                String kind = draft.text(authorization.at("resourceAttributes", "type"));
                draft.target(kind, name.text(), lastSegment(name.text()));
            }
        }
    }

    private static @Nullable String lastSegment(String name) {
        return name.contains("/") ? name.substring(name.lastIndexOf('/') + 1) : null;
    }

    /// Roles given and taken, as changes of the bindings.
    private static void bindings(Node payload, Draft draft) {
        Node deltas = payload.at("serviceData", "policyDelta", "bindingDeltas");
        for (Node delta : deltas.items()) {
            boolean added = delta.at("action").is("ADD");
            Node member = delta.at("member");
            String role = delta.at("role").text().replace("~", "~0").replace("/", "~1");
            draft.change(
                    "/bindings/" + role,
                    added ? Node.absent() : member,
                    added ? member : Node.absent());
        }
    }
}
