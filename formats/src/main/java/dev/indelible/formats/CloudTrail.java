package dev.indelible.formats;

import dev.indelible.event.ActorType;
import dev.indelible.event.Category;
import dev.indelible.event.Channel;
import dev.indelible.event.Operation;
import dev.indelible.event.Outcome;
import java.util.Locale;
import java.util.Map;

/// AWS CloudTrail records: as in log files, as EventBridge wraps them (`detail`), and as
/// LookupEvents gives them (`CloudTrailEvent` is the record as a text).
final class CloudTrail implements Format {
    private static final String[] TELLING = {
        "eventVersion",
        "userIdentity",
        "eventTime",
        "eventSource",
        "eventName",
        "awsRegion",
        "sourceIPAddress",
        "recipientAccountId",
        "requestParameters"
    };

    @Override
    public String name() {
        return "cloudtrail";
    }

    @Override
    public boolean recognises(Node event) {
        return isRecord(event)
                || event.at("CloudTrailEvent").isText()
                || (event.at("detail-type").isText() && isRecord(event.at("detail")));
    }

    private static boolean isRecord(Node event) {
        boolean isNamed = event.at("eventName").isText();
        return (isNamed && event.at("eventSource").text().endsWith(".amazonaws.com"))
                || (isNamed && event.count(TELLING) >= 3)
                || event.count("eventVersion", "awsRegion", "eventType", "eventID") == 4;
    }

    /// The record, wherever it is; a LookupEvents entry without a readable record is read itself,
    /// because its members have the same names.
    private static Node record(Node event) {
        if (event.at("CloudTrailEvent").isText()) {
            Node nested = event.at("CloudTrailEvent").nested();
            return nested.isObject() ? nested : event;
        }
        return event.at("detail-type").isText() && event.at("detail").isObject()
                ? event.at("detail")
                : event;
    }

    @Override
    public void fill(Node event, Draft draft) {
        Node record = record(event);
        if (event.at("CloudTrailEvent").isText() && record == event) {
            draft.note("CloudTrailEvent is no JSON object");
        }
        Node id = record.at("eventID");
        ForeignId.credible(name(), id).ifPresent(draft::id);
        Node identity = record.at("userIdentity");
        draft.time(record.at("eventTime"), event.at("time"))
                .region(record.at("awsRegion"))
                .service(draft.text(record.at("eventSource")))
                .project(draft.text(record.at("recipientAccountId").or(identity.at("accountId"))))
                .correlationId(record.at("sharedEventID"))
                .ip(record.at("sourceIPAddress"))
                .userAgent(record.at("userAgent"))
                .requestId(record.at("requestID"))
                .params(record.at("requestParameters"));
        action(record, draft);
        outcome(record, draft);
        new AwsIdentity(identity, draft.actor()).read();
        if (!draft.actor().isNamed()) {
            draft.actor().name(record.at("Username"));
        }
        targets(record, draft);
        channel(record, draft);
    }

    private static void action(Node record, Draft draft) {
        String name = record.at("eventName").text();
        String source = record.at("eventSource").text();
        int dot = source.indexOf('.');
        String service = dot < 0 ? source : source.substring(0, dot);
        if (!name.isBlank()) {
            draft.action(service.isBlank() ? name : service + "." + name);
        } else if (record.at("insightDetails").isObject()) {
            draft.action("cloudtrail." + record.at("eventType").text());
        }
        Operation operation = Words.operation(name);
        boolean readOnly = record.at("readOnly").is("true");
        draft.operation(readOnly ? Operation.READ : operation);
        if (name.equals("ConsoleLogin") || source.startsWith("signin.")) {
            draft.category(Category.SIGN_IN).operation(Operation.OTHER);
        } else if (record.at("eventType").is("AwsServiceEvent")
                || record.at("insightDetails").isPresent()) {
            draft.category(Category.SYSTEM_EVENT);
        } else if (readOnly || record.at("eventCategory").is("Data")) {
            draft.category(Category.DATA_ACCESS);
        } else {
            draft.category(Category.ADMIN_ACTIVITY);
        }
    }

    private static void outcome(Node record, Draft draft) {
        String code = record.at("errorCode").text();
        String message = record.at("errorMessage").text();
        // A sign-in tells its result in an element named like itself, with or without an error.
        Node response = record.at("responseElements");
        Node result = response.at(record.at("eventName").text());
        if (Words.isDenial(code)) {
            draft.outcome(Outcome.DENIED);
        } else if (!code.isBlank() || !message.isBlank()) {
            draft.outcome(Outcome.FAILURE);
        } else if (Words.outcome(result) != Outcome.UNKNOWN) {
            draft.outcome(Words.outcome(result));
        } else if (!record.at("insightDetails").isPresent()) {
            draft.outcome(Outcome.SUCCESS);
        }
        String separator = code.isBlank() || message.isBlank() ? "" : ": ";
        draft.reason(code + separator + message);
    }

    /// The resources named in the record, or else whatever the request's parameters name.
    private static void targets(Node record, Draft draft) {
        for (Node resource : record.at("resources").items()) {
            draft.target(
                    draft.text(resource.first("type", "resourceType")),
                    draft.text(resource.first("ARN", "ARNPrefix", "resourceName")),
                    null);
        }
        for (Map.Entry<String, Node> parameter : record.at("requestParameters").members()) {
            String name = parameter.getKey();
            Node value = parameter.getValue();
            if (!value.isText()
                    || !value.isPresent()
                    || value.bytes() > Limits.NOTE_CHARS_MAX * 2) {
                continue;
            }
            if (name.endsWith("Name") || name.equals("name")) {
                draft.target(kind(name, "Name"), null, value.text());
            } else if (name.endsWith("Arn") || name.endsWith("ARN")) {
                draft.target(kind(name, "Arn"), value.text(), null);
            } else if (name.endsWith("Id") && !name.endsWith("requestId")) {
                draft.target(kind(name, "Id"), value.text(), null);
            }
        }
    }

    private static String kind(String parameter, String ending) {
        String kind = parameter.substring(0, Math.max(0, parameter.length() - ending.length()));
        return kind.isEmpty() ? "resource" : kind.toLowerCase(Locale.ROOT);
    }

    private static void channel(Node record, Draft draft) {
        String userAgent = record.at("userAgent").text();
        if (record.at("sessionCredentialFromConsole").is("true")
                || record.at("eventType").is("AwsConsoleSignIn")) {
            draft.channel(Channel.UI);
        } else if (draft.actor().is(ActorType.PLATFORM)) {
            draft.channel(Channel.SYSTEM);
        } else if (!userAgent.isBlank()) {
            draft.channel(Words.channel(userAgent));
        }
    }
}
