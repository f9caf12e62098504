package dev.indelible.event;

/// The kind of thing that was done, in the words of CRUD.
public enum Operation {
    CREATE,
    READ,
    UPDATE,
    DELETE,
    EXECUTE,
    OTHER;

    /// As JSON writes it.
    public String label() {
        return Labels.of(this);
    }
}
