package dev.indelible.formats;

import dev.indelible.event.ActorType;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;

/// Okta's System Log: `eventType`, `actor`, `target`, `client`, `outcome`, `published`, `uuid`.
final class Okta implements Format {
    @Override
    public String name() {
        return "okta";
    }

    @Override
    public boolean recognises(Node event) {
        return event.at("eventType").isText()
                && event.count(
                                "published",
                                "legacyEventType",
                                "displayMessage",
                                "authenticationContext",
                                "securityContext",
                                "debugContext",
                                "transaction",
                                "actor",
                                "outcome",
                                "uuid",
                                "version")
                        >= 3
                && (event.at("actor").isObject() || event.at("outcome").isObject());
    }

    @Override
    public void fill(Node event, Draft draft) {
        Node uuid = event.at("uuid");
        ForeignId.credible(name(), uuid).ifPresent(draft::id);
        Node debug = event.at("debugContext", "debugData");
        Node client = event.at("client");
        draft.action(draft.text(event.at("eventType")))
                .time(event.at("published"))
                .service(name())
                .severity(Words.severity(event.at("severity")))
                .correlationId(event.at("transaction", "id"))
                .description(event.at("displayMessage"))
                .reason(draft.text(event.at("outcome", "reason")))
                .ip(client.at("ipAddress").or(event.at("request", "ipChain").firstItem().at("ip")))
                .userAgent(
                        client.at("userAgent").isText()
                                ? client.at("userAgent")
                                : client.at("userAgent", "rawUserAgent"))
                .requestId(debug.at("requestId"))
                .sessionId(event.first("authenticationContext").at("externalSessionId"))
                .request(null, draft.text(debug.first("url", "requestUri")));
        outcome(event.at("outcome", "result"), draft);
        category(event.at("eventType").text(), draft);
        actor(event.at("actor"), draft.actor());
        targets(event, draft);
        channel(event, draft);
    }

    private static void outcome(Node result, Draft draft) {
        switch (result.text()) {
            case "SUCCESS", "ALLOW" -> draft.outcome(Outcome.SUCCESS);
            case "FAILURE" -> draft.outcome(Outcome.FAILURE);
            case "DENY" -> draft.outcome(Outcome.DENIED);
            default -> draft.outcome(Outcome.UNKNOWN);
        }
    }

    private static void category(String type, Draft draft) {
        if (type.startsWith("user.session.")
                || type.startsWith("user.authentication.")
                || type.startsWith("policy.evaluate_sign_on")) {
            draft.category(Category.SIGN_IN).operation(Operation.OTHER);
        } else if (type.startsWith("app.oauth2.")) {
            draft.category(Category.SIGN_IN);
        } else if (type.startsWith("system.org.")
                || type.startsWith("system.operation.")
                || type.startsWith("system.email.")
                || type.startsWith("system.sms.")
                || type.startsWith("security.")) {
            draft.category(Category.SYSTEM_EVENT);
        } else {
            draft.category(Category.ADMIN_ACTIVITY);
        }
    }

    private static void actor(Node actor, ActorDraft draft) {
        Node alternate = actor.at("alternateId");
        draft.id(actor.at("id").or(alternate)).email(alternate).name(actor.at("displayName"));
        switch (actor.at("type").text()) {
            case "SystemPrincipal" -> draft.type(ActorType.PLATFORM);
            case "PublicClientApp", "AppInstance", "ServiceAccount", "AppUser", "Client" ->
                    draft.type(ActorType.SERVICE_ACCOUNT);
            default -> {
                if (actor.at("id").is("unknown") && alternate.is("unknown")) {
                    draft.type(ActorType.ANONYMOUS);
                }
            }
        }
    }

    private static void targets(Node event, Draft draft) {
        for (Node target : event.at("target").items()) {
            draft.target(
                    draft.text(target.at("type")),
                    draft.text(target.at("id").or(target.at("alternateId"))),
                    draft.text(target.first("displayName", "alternateId")));
            Node changes = target.at("changeDetails");
            Node from = changes.at("from");
            Node to = changes.at("to");
            for (String name : from.names()) {
                draft.change("/" + name, from.at(name), to.at(name));
            }
            for (String name : to.names()) {
                if (!from.names().contains(name)) {
                    draft.change("/" + name, Node.absent(), to.at(name));
                }
            }
        }
    }

    private static void channel(Node event, Draft draft) {
        boolean isToken = event.at("transaction", "detail", "requestApiTokenId").isPresent();
        String userAgent = draft.userAgent();
        if (draft.actor().is(ActorType.PLATFORM)) {
            draft.channel(Channel.SYSTEM);
        } else if (isToken || event.at("transaction", "type").is("JOB")) {
            draft.channel(isToken ? Channel.API : Channel.SYSTEM);
        } else if (userAgent != null) {
            draft.channel(Words.channel(userAgent));
        }
    }
}
