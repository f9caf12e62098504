package dev.indelible.core.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Destinations that did not take what a person sent, and are left alone for a while. Any thread.
final class Rests {
    private final Backoff backoff;
    private final InstantSource clock;
    private final Map<String, Rest> rests = new ConcurrentHashMap<>();

    private record Rest(int failures, Patience patience) {}

    Rests(Backoff backoff, InstantSource clock) {
        this.backoff = backoff;
        this.clock = clock;
    }

    boolean isResting(String destination) {
        Rest rest = rests.get(destination);
        return rest != null && !rest.patience().isOver(clock.millis());
    }

    /// After an answer; none if it took or refused what was sent, or is asked about it.
    void after(String destination, Answer answer) {
        Rest before = rests.get(destination);
        int failures = before == null ? 0 : before.failures();
        pauseMillis(answer, failures)
                .ifPresentOrElse(
                        millis -> rest(destination, failures + 1, millis),
                        () -> rests.remove(destination));
    }

    private Optional<Long> pauseMillis(Answer answer, int failures) {
        return switch (answer) {
            case Answer.Confirmed _, Answer.Refused _, Answer.Waiting _ -> Optional.empty();
            case Answer.Transient(_, Optional<Duration> wish) ->
                    Optional.of(backoff.transientMillis(failures, wish));
            case Answer.Misconfigured _ -> Optional.of(backoff.configMillis());
        };
    }

    /// After a failure of ours.
    void afterFailure(String destination) {
        rest(destination, 1, backoff.configMillis());
    }

    void rest(String destination, int failures, long millis) {
        rests.put(destination, new Rest(failures, Patience.from(clock.millis(), millis)));
    }

    void forget(String destination) {
        rests.remove(destination);
    }
}
