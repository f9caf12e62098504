package dev.indelible.formats;

import java.util.List;

/// The names that the audit logs of many systems give to who, what, when, where and the outcome.
/// Each list is in order of how surely the name means the thing. A name counts in any letters; dots
/// go into objects.
final class GenericNames {
    static final List<String> WRAPPERS =
            List.of(
                    "event",
                    "data",
                    "attributes",
                    "detail",
                    "details",
                    "payload",
                    "audit",
                    "record",
                    "log",
                    "metadata",
                    "params",
                    "content");
    static final List<String> WHAT =
            List.of(
                    "action",
                    "actionName",
                    "action_name",
                    "eventName",
                    "event_name",
                    "Event Name",
                    "audit_log_event",
                    "OperationName",
                    "operation_name",
                    "operation",
                    "eventType",
                    "event_type",
                    "event.action",
                    "activity",
                    "methodName",
                    "method_name",
                    "type",
                    "event",
                    "name",
                    "event_type_id",
                    "change_type");
    static final List<String> WHO =
            List.of(
                    "actor",
                    "userIdentity",
                    "user",
                    "username",
                    "user_name",
                    "actor_user_name",
                    "initiator",
                    "initiatedBy",
                    "created_by",
                    "createdBy",
                    "performed_by",
                    "performedBy",
                    "principal",
                    "sender",
                    "author",
                    "operator",
                    "caller",
                    "identity",
                    "loginName",
                    "SubjectUserName",
                    "UserId",
                    "user_id",
                    "actor_id",
                    "email",
                    "user_email",
                    "admin_email",
                    "target_user",
                    "serviceAccount",
                    "AccountName",
                    "TargetUserName",
                    "login",
                    "User ID");
    static final List<String> WHEN =
            List.of(
                    "time",
                    "timestamp",
                    "eventTime",
                    "event_time",
                    "eventTimestamp",
                    "@timestamp",
                    "isotimestamp",
                    "created_at",
                    "createdAt",
                    "created",
                    "date_create",
                    "CreationTime",
                    "date",
                    "datetime",
                    "occurred_at",
                    "occurredAt",
                    "effective_at",
                    "published",
                    "id.time",
                    "eventCreationTime",
                    "UTCTimestamp",
                    "TimeCreated",
                    "TimeGenerated",
                    "Event DateTime",
                    "activityDateTime",
                    "logged_at",
                    "ts");
    static final List<String> WHERE =
            List.of(
                    "ip",
                    "ip_address",
                    "ipAddress",
                    "sourceIPAddress",
                    "sourceIp",
                    "source_ip",
                    "src_ip",
                    "clientIp",
                    "client_ip",
                    "client.ip_address",
                    "client.ip",
                    "client.ipAddress",
                    "context.ip_address",
                    "context.client_ip_address",
                    "actor.ip_address",
                    "actor.ip",
                    "actor.ipAddress",
                    "actor.session.ip_address",
                    "actor.api_key.ip_address",
                    "access_device.ip",
                    "details.request.ip",
                    "remote_ip",
                    "remote_addr",
                    "remoteAddress",
                    "ipaddr",
                    "UserIp",
                    "IpAddress",
                    "Source IP",
                    "callerIpAddress",
                    "SourceAddress");
    static final List<String> OUTCOME =
            List.of(
                    "outcome",
                    "result",
                    "success",
                    "succeeded",
                    "actionResult",
                    "eventResult",
                    "ResultStatus",
                    "resultType",
                    "status",
                    "response.statusCode",
                    "statusCode",
                    "status_code",
                    "responseStatus",
                    "category",
                    "info");
    static final List<String> SUCCESS_WORDS = List.of("succeeded", "success", "successful");
    static final List<String> FAILURE_WORDS = List.of("failed", "failure", "unsuccessful");
    static final List<String> DENIED_WORDS = List.of("denied", "blocked", "unauthorized");

    private GenericNames() {}
}
