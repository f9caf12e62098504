package dev.indelible.event;

/// The members of an event whose values are texts, as [EventValues] tells them.
public enum EventMember {
    TIME,
    ACTION,
    OPERATION,
    CATEGORY,
    OUTCOME,
    SEVERITY,
    FOLDER,
    PROJECT,
    SERVICE,
    CHANNEL,
    REGION,
    CORRELATION_ID,
    FORMAT,
    ACTOR_TYPE,
    ACTOR_ID,
    ACTOR_EMAIL,
    ACTOR_NAME,
    DELEGATOR_ID,
    DELEGATOR_EMAIL,
    DELEGATOR_NAME,
    TARGET_ID,
    TARGET_NAME,
    TARGET_TYPE,
    IP,
    USER_AGENT,
    REQUEST_ID,
    SESSION_ID,
    TRACEPARENT,
    DESCRIPTION,
    REASON,
    METHOD,
    ENDPOINT,
    CHANGE_PATH,
    LABEL,
    /// Each string and number within params, payload, changed values and the original, without the
    /// names of members.
    FREE
}
