package dev.indelible.event;

/// The five parts of an event, each of which can be shown or erased on its own. The number goes
/// into leaf entries and journal records and never changes.
public enum Part {
    /// The top-level scalars.
    CORE(1),
    ACTOR(2),
    TARGETS(3),
    CLIENT(4),
    DETAIL(5);

    private final int number;

    Part(int number) {
        this.number = number;
    }

    /// 1 to 5.
    public int number() {
        return number;
    }

    /// The member that holds this part in JSON; the core's members have no member of their own.
    public String member() {
        return Labels.of(this);
    }
}
