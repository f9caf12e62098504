package dev.indelible.formats;

import dev.indelible.event.ActorType;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import org.jspecify.annotations.Nullable;

/// Kubernetes `audit.k8s.io` events. One request gives several, one per stage, so an event is named
/// by `auditID` and `stage` together.
final class Kubernetes implements Format {
    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public boolean recognises(Node event) {
        boolean isEvent =
                event.at("kind").is("Event")
                        && event.count("auditID", "verb", "objectRef", "responseStatus") > 0
                        && !event.at("involvedObject").isPresent();
        return isEvent
                || event.at("apiVersion").text().startsWith("audit.k8s.io/")
                || event.count("auditID", "stage", "verb", "requestURI") == 4;
    }

    @Override
    public void fill(Node event, Draft draft) {
        Node object = event.at("objectRef");
        Node auditId = event.at("auditID");
        Node stage = event.at("stage");
        if (auditId.isScalar() && auditId.isPresent() && stage.isScalar() && stage.isPresent()) {
            draft.id(ForeignId.named(name(), auditId.text() + "/" + stage.text()));
        }
        draft.service(name())
                .time(
                        event.at("requestReceivedTimestamp"),
                        event.at("stageTimestamp"),
                        event.at("timestamp"),
                        event.at("metadata", "creationTimestamp"))
                .ip(event.at("sourceIPs"))
                .userAgent(event.at("userAgent"))
                .requestId(auditId)
                .request(draft.text(event.at("verb")), draft.text(event.at("requestURI")))
                .payload(event.at("requestObject"))
                .responseCode(event.at("responseStatus", "code"));
        action(event, object, draft);
        outcome(event, draft);
        user(event.at("user"), draft.actor());
        if (event.at("impersonatedUser").isPresent()) {
            user(event.at("impersonatedUser"), draft.actor().onBehalfOf());
        }
        target(event, object, draft);
        String userAgent = draft.userAgent();
        if (draft.actor().is(ActorType.PLATFORM)) {
            draft.channel(Channel.SYSTEM);
        } else if (userAgent != null) {
            draft.channel(Words.channel(userAgent));
        }
    }

    private static void action(Node event, Node object, Draft draft) {
        String verb = event.at("verb").text();
        String resource = object.at("resource").text();
        String subresource = object.at("subresource").text();
        if (verb.isBlank()) {
            return;
        }
        String thing = resource.isBlank() ? "nonresource" : resource;
        draft.action(thing + (subresource.isBlank() ? "" : "." + subresource) + "." + verb);
        Operation operation =
                switch (subresource) {
                    case "exec", "attach", "portforward", "proxy" -> Operation.EXECUTE;
                    default -> Words.operation(verb);
                };
        draft.operation(operation)
                .category(
                        operation == Operation.READ
                                ? Category.DATA_ACCESS
                                : Category.ADMIN_ACTIVITY);
    }

    private static void outcome(Node event, Draft draft) {
        Node status = event.at("responseStatus");
        Node decision = event.at("annotations", "authorization.k8s.io/decision");
        Outcome outcome = Words.outcome(status.at("code"));
        if (outcome == Outcome.UNKNOWN) {
            String reason = status.at("reason").text();
            outcome = Words.isDenial(reason) ? Outcome.DENIED : Words.outcome(status.at("status"));
        }
        if (decision.is("forbid")) {
            outcome = Outcome.DENIED;
        }
        draft.outcome(event.at("stage").is("Panic") ? Outcome.FAILURE : outcome);
        Node message = status.first("message", "reason");
        draft.reason(
                draft.text(
                        message.isPresent() || outcome != Outcome.DENIED
                                ? message
                                : event.at("annotations", "authorization.k8s.io/reason")));
    }

    private static void user(Node user, ActorDraft actor) {
        String name = user.at("username").text();
        actor.type(type(name))
                .id(user.first("username", "uid"))
                .email(name)
                .roles(user.at("groups"));
        if (name.startsWith("system:serviceaccount:")) {
            actor.name(name.substring(name.lastIndexOf(':') + 1));
        }
    }

    private static ActorType type(String username) {
        if (username.startsWith("system:serviceaccount:")) {
            return ActorType.SERVICE_ACCOUNT;
        }
        if (username.equals("system:anonymous")) {
            return ActorType.ANONYMOUS;
        }
        // The administrator's client certificate is called so; it is in the hands of people.
        boolean isPerson = !username.startsWith("system:") || username.equals("system:admin");
        return isPerson ? ActorType.USER : ActorType.PLATFORM;
    }

    private static void target(Node event, Node object, Draft draft) {
        Node name = object.at("name").or(event.at("requestObject", "metadata", "name"));
        String namespace = object.at("namespace").text();
        String resource = draft.text(object.at("resource"));
        if (name.isScalar() && name.isPresent()) {
            String id = namespace.isBlank() ? name.text() : namespace + "/" + name.text();
            draft.target(resource, id, name.text());
        } else if (!namespace.isBlank() && !"namespaces".equals(resource)) {
            draft.target("namespaces", namespace, namespace);
        } else if (resource == null) {
            draft.target("path", path(event.at("requestURI")), null);
        } else {
            draft.target(resource, null, resource);
        }
    }

    private static @Nullable String path(Node uri) {
        String text = uri.text();
        return text.contains("?") ? text.substring(0, text.indexOf('?')) : text;
    }
}
