package dev.indelible.core.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Opens destinations for their lanes: each with the sink of its settings, and the events that it
/// wants. Any thread.
final class Bindings {
    private final Supplies supplies;
    private final Deliveries.Opener opener;
    private final Map<String, Horizon> horizons = new ConcurrentHashMap<>();

    Bindings(Supplies supplies, Deliveries.Opener opener) {
        this.supplies = supplies;
        this.opener = opener;
    }

    /// @throws IllegalArgumentException if its settings cannot be used, with the reason
    Binding bind(Destination destination, Progress progress) {
        return new Binding(
                destination,
                opener.open(destination),
                progress.replay()
                        .map(range -> replaySource(destination, range))
                        .orElseGet(() -> liveSource(destination)));
    }

    private Source liveSource(Destination destination) {
        Horizon horizon = horizon(destination.id());
        long goal = destination.leavingAt().orElse(Long.MAX_VALUE);
        return new LiveSource(
                supplies.journal(),
                destination.organization(),
                Filters.of(destination),
                () -> Math.min(goal, horizon.position()));
    }

    private Source replaySource(Destination destination, Progress.Replay range) {
        return ReplaySource.of(supplies.journal(), supplies.store(), destination, range);
    }

    /// The one of those that are bound from now on.
    Horizon horizon(String id) {
        return horizons.computeIfAbsent(id, _ -> new Horizon());
    }

    /// Makes a change; those bound before it stay within their horizon, if it is made.
    <T> T otherwise(String id, Supplier<T> change) {
        Horizon before = horizon(id);
        horizons.put(id, new Horizon());
        T made;
        try {
            made = change.get();
        } catch (RuntimeException e) {
            horizons.put(id, before);
            throw e;
        }
        before.replace();
        return made;
    }

    void forget(String id) {
        horizons.remove(id);
    }
}
