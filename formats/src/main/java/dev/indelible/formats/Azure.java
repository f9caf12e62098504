package dev.indelible.formats;

import dev.indelible.event.ActorType;
import dev.indelible.event.Category;
import dev.indelible.event.Outcome;
import dev.indelible.event.Severity;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Azure: the activity log as diagnostic settings stream it (`time`, `operationName`, `identity`)
/// and as the portal and API export it (`eventTimestamp`, `operationName.value`, `caller`),
/// resource logs, Entra's sign-in and audit logs, and the Kubernetes audit log of AKS, which comes
/// as a text in `properties.log`.
final class Azure implements Format {
    private static final Pattern SUBSCRIPTION =
            Pattern.compile("/subscriptions/([^/]+).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern PROVIDER =
            Pattern.compile(".*/providers/([^/]+)/?.*", Pattern.CASE_INSENSITIVE);
    private final Kubernetes kubernetes = new Kubernetes();

    @Override
    public String name() {
        return "azure";
    }

    @Override
    public boolean recognises(Node event) {
        Node operation = event.at("operationName");
        boolean exported =
                operation.at("value").isText()
                        && event.count("eventTimestamp", "caller", "resourceId", "status", "time")
                                > 0;
        boolean streamed =
                operation.isText()
                        && event.count("resourceId", "category", "time", "tenantId", "properties")
                                >= 2;
        return exported
                || streamed
                || event.count("resourceId", "correlationId", "tenantId", "callerIpAddress") >= 3;
    }

    @Override
    public void fill(Node event, Draft draft) {
        Node properties = event.at("properties");
        Node log = properties.at("log").nested();
        if (kubernetes.recognises(log)) {
            kubernetes.fill(log, draft);
            draft.time(event.at("time"));
            project(event, draft);
            return;
        }
        Node eventId = event.at("eventDataId");
        if (eventId.isText() && ForeignId.isUuid(eventId.text())) {
            draft.id(ForeignId.of(name(), eventId.text()));
        }
        draft.time(
                        event.first("time", "eventTimestamp"),
                        properties.first("activityDateTime", "createdDateTime"))
                .region(event.first("location", "resourceLocation"))
                .correlationId(event.at("correlationId").or(properties.at("correlationId")))
                .userAgent(properties.first("userAgent", "userAgentHeader"))
                .requestId(
                        event.first("operationId").or(event.at("httpRequest", "clientRequestId")))
                .sessionId(properties.at("sessionId"))
                .description(event.first("resultDescription", "description"))
                .responseCode(event.first("statusCode").or(event.at("resultSignature")));
        action(event, draft);
        project(event, draft);
        outcome(event, properties, draft);
        actor(event, properties, draft.actor());
        ip(event, properties, draft);
        targets(event, properties, draft);
        request(event, properties, draft);
        draft.severity(level(event.at("level")));
    }

    private static Node operationName(Node event) {
        Node name = event.at("operationName");
        return name.isObject() ? name.first("value", "localizedValue") : name;
    }

    private static void action(Node event, Draft draft) {
        Node named = operationName(event);
        Node operation = named.or(event.at("authorization", "action"));
        String name = operation.lowerCase().strip().replace('/', '.').replaceAll("\\s+", "-");
        draft.action(name);
        Node category = event.at("category");
        String kind = category.isObject() ? category.at("value").lowerCase() : category.lowerCase();
        if (kind.contains("signin")) {
            draft.category(Category.SIGN_IN);
        } else if (kind.equals("policy") && name.contains("deny")) {
            draft.category(Category.POLICY_DENIED);
        } else if (kind.startsWith("storage") || name.endsWith("read")) {
            draft.category(Category.DATA_ACCESS);
        } else if (kind.matches("servicehealth|resourcehealth|autoscale|recommendation|alert")) {
            draft.category(Category.SYSTEM_EVENT);
        } else {
            draft.category(Category.ADMIN_ACTIVITY);
        }
    }

    private static void project(Node event, Draft draft) {
        Matcher subscription = SUBSCRIPTION.matcher(event.at("resourceId").text());
        Node named = event.at("subscriptionId");
        if (subscription.matches()) {
            draft.project(subscription.group(1).toLowerCase(Locale.ROOT));
        } else if (named.isPresent()) {
            draft.project(draft.text(named));
        }
        Matcher provider = PROVIDER.matcher(event.at("resourceId").text());
        Node providerName = event.at("resourceProviderName");
        if (provider.matches()) {
            draft.service(provider.group(1).toLowerCase(Locale.ROOT));
        } else {
            draft.service(
                    draft.text(providerName.isObject() ? providerName.at("value") : providerName));
        }
    }

    private static void outcome(Node event, Node properties, Draft draft) {
        Node type = event.first("resultType", "result").or(properties.at("result"));
        Node status = event.at("status");
        Node state = type.or(status.isObject() ? status.first("value", "errorCode") : status);
        Node code = event.first("statusCode", "resultSignature").or(properties.at("statusCode"));
        Outcome outcome = signInResult(state, Words.outcome(state));
        String reasons = code.text() + " " + event.at("statusText").text();
        boolean isDenial =
                Words.isDenial(reasons)
                        || Words.outcome(code) == Outcome.DENIED
                        || event.at("subStatus", "value").is("Forbidden");
        if (isDenial && outcome != Outcome.SUCCESS) {
            outcome = Outcome.DENIED;
        } else if (!state.isPresent()) {
            outcome = Words.outcome(code);
        }
        draft.outcome(outcome);
        Node reason = properties.first("statusMessage", "resultReason");
        draft.reason(
                draft.text(
                        event.first("statusText")
                                .or(properties.at("status", "failureReason"))
                                .or(reason)));
    }

    /// Entra's sign-ins tell a number: 0 is success, the 530xx are refusals by a policy.
    private static Outcome signInResult(Node result, Outcome otherwise) {
        if (!result.text().matches("\\d{1,9}") || result.text().matches("[1-5]\\d\\d")) {
            return otherwise;
        }
        if (result.is("0")) {
            return Outcome.SUCCESS;
        }
        return result.text().startsWith("530") ? Outcome.DENIED : Outcome.FAILURE;
    }

    private static void actor(Node event, Node properties, ActorDraft actor) {
        Node identity = event.at("identity");
        Node claims = identity.at("claims").or(event.at("claims"));
        Node evidence =
                identity.at("authorization", "evidence").or(event.at("authorization", "evidence"));
        Node user = properties.at("initiatedBy", "user");
        Node app = properties.at("initiatedBy", "app");
        Node email =
                claim(claims, "emailaddress")
                        .or(claim(claims, "upn"))
                        .or(user.at("userPrincipalName"))
                        .or(properties.at("userPrincipalName"))
                        .or(event.at("caller"));
        Node id =
                claim(claims, "objectidentifier")
                        .or(evidence.at("principalId"))
                        .or(user.at("id"))
                        .or(properties.at("userId"))
                        .or(app.first("servicePrincipalId", "appId"))
                        .or(properties.at("servicePrincipalId"));
        Node name =
                claims.at("name")
                        .or(user.at("displayName"))
                        .or(app.at("displayName"))
                        .or(properties.first("userDisplayName", "servicePrincipalName"))
                        .or(identity.isText() ? identity : Node.absent());
        Node application = claims.at("appid").or(properties.at("appId"));
        actor.id(id.or(email).or(name).or(application)).email(email).email(name).name(name);
        boolean isProgram =
                claims.at("idtyp").is("app")
                        || evidence.at("principalType").is("ServicePrincipal")
                        || app.isPresent()
                        || properties.at("servicePrincipalId").isPresent()
                        || (!email.isPresent() && !name.isPresent() && application.isPresent());
        actor.type(isProgram ? ActorType.SERVICE_ACCOUNT : ActorType.USER)
                .roles(evidence.at("role"));
        if (!actor.isNamed() && identity.at("type").isText()) {
            // A key or a shared access signature: whoever holds it.
            actor.type(ActorType.SERVICE_ACCOUNT)
                    .id(identity.first("tokenHash", "type"))
                    .name(identity.at("type"));
        }
    }

    /// A claim by its short name or by the last segment of its long one.
    private static Node claim(Node claims, String name) {
        return claims.at(name)
                .or(claims.at("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/" + name))
                .or(claims.at("http://schemas.microsoft.com/identity/claims/" + name));
    }

    private static void ip(Node event, Node properties, Draft draft) {
        draft.ip(
                event.first("callerIpAddress")
                        .or(event.at("httpRequest", "clientIpAddress"))
                        .or(properties.at("ipAddress"))
                        .or(properties.at("initiatedBy", "user").at("ipAddress"))
                        .or(event.at("identity", "claims", "ipaddr"))
                        .or(event.at("claims", "ipaddr")));
    }

    private static void targets(Node event, Node properties, Draft draft) {
        Node resource = event.at("resourceId");
        Node kind = event.at("resourceType");
        String type = draft.text(kind.isObject() ? kind.at("value") : kind);
        if (resource.isText()) {
            String id = resource.text();
            draft.target(
                    type == null ? typeOf(id) : type, id, id.substring(id.lastIndexOf('/') + 1));
        }
        for (Node target : properties.at("targetResources").items()) {
            draft.target(
                    draft.text(target.at("type")),
                    draft.text(target.at("id")),
                    draft.text(target.first("displayName", "userPrincipalName")));
            for (Node change : target.at("modifiedProperties").items()) {
                String path = change.at("displayName").text();
                draft.change("/" + path, change.at("oldValue"), change.at("newValue"));
            }
        }
    }

    /// `…/providers/Microsoft.Compute/virtualMachines/vm1` is of the type
    /// `microsoft.compute/virtualmachines`.
    private static @Nullable String typeOf(String resourceId) {
        String lowerCase = resourceId.toLowerCase(Locale.ROOT);
        int at = lowerCase.lastIndexOf("/providers/");
        String[] segments = at < 0 ? new String[0] : lowerCase.substring(at + 11).split("/", -1);
        return segments.length < 2 ? null : segments[0] + "/" + segments[1];
    }

    private static void request(Node event, Node properties, Draft draft) {
        Node http = event.at("httpRequest");
        draft.request(
                draft.text(http.at("method")),
                draft.text(http.first("uri", "url").or(event.at("uri"))));
        Node body = properties.at("requestbody");
        Node nested = body.nested();
        draft.payload(nested.isPresent() ? nested : body);
        String userAgent = draft.userAgent();
        if (userAgent != null) {
            draft.channel(Words.channel(userAgent));
        }
    }

    /// A word, or Windows' number for it.
    private static Optional<Severity> level(Node level) {
        return switch (level.text()) {
            case "1" -> Optional.of(Severity.CRITICAL);
            case "2" -> Optional.of(Severity.ERROR);
            case "3" -> Optional.of(Severity.WARNING);
            case "4" -> Optional.of(Severity.INFO);
            default -> Words.severity(level);
        };
    }
}
