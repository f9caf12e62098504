package dev.indelible.event;

/// What kind of actor it is.
public enum ActorType {
    USER,
    SERVICE_ACCOUNT,
    PLATFORM,
    ANONYMOUS;

    /// As JSON writes it.
    public String label() {
        return Labels.of(this);
    }
}
