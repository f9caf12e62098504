package dev.indelible.server.delivery;

import dev.indelible.core.delivery.SinkKind;
import java.util.List;

/// An integration cannot be as it is asked for; all that is wrong with it.
public final class FaultySettings extends RuntimeException {
    private final transient List<SinkKind.Fault> faults;

    FaultySettings(List<SinkKind.Fault> faults) {
        super(faults.getFirst().member() + ": " + faults.getFirst().sentence(), null, false, false);
        this.faults = List.copyOf(faults);
    }

    FaultySettings(String member, String sentence) {
        this(List.of(new SinkKind.Fault(member, sentence)));
    }

    /// One or more.
    public List<SinkKind.Fault> faults() {
        return faults;
    }
}
