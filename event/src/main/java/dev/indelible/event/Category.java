package dev.indelible.event;

/// What sort of record this is, after STACKIT and Google Cloud.
public enum Category {
    ADMIN_ACTIVITY,
    DATA_ACCESS,
    SYSTEM_EVENT,
    POLICY_DENIED,
    SIGN_IN;

    /// As JSON writes it.
    public String label() {
        return Labels.of(this);
    }
}
