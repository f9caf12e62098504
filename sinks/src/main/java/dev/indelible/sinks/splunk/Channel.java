package dev.indelible.sinks.splunk;

import dev.indelible.core.delivery.Sink.Acknowledgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/*
 * Acknowledgement ids count from 0 on each channel, one per request, in the memory of one indexer.
 * What can go wrong, and what is done about it:
 *
 * - The indexer restarts and counts from 0 again: an id that waits would then be "confirmed" by a
 *   later request that got the same number. An id that is not greater than the last one of its
 *   channel proves it: the channel is abandoned, and so is whatever waits on it.
 * - A balancer sends us to another indexer, which knows nothing of this channel's ids. Its cookie
 *   changes: abandoned. (AWS's balancer changes the value of its cookie with each answer, which says
 *   nothing; there the ids that begin anew tell it.)
 * - A request fails, a 5xx comes, or no answer at all: nobody knows what the indexer counted.
 *   Abandoned. Not so when the indexer itself says that it is busy: it is alive and remembers, and
 *   to send everything again would make it busier.
 * - `true` is said once. Who asked and got no answer may have missed it: abandoned.
 * - `false` means not yet, lost, told already or never heard of. After a time it counts as lost.
 *
 * Abandoned means: everything that waits is sent again on a new channel. That costs duplicates,
 * which carry the same event_id.
 */

/// One channel of a collector and what waits on it. For one thread.
final class Channel {
    private static final int COOKIES_MAX = 20;
    private static final int COOKIES_CHARS_MAX = 8192;

    private final UUID id;
    private final TreeMap<Long, Waiting> byAckId = new TreeMap<>();
    private final TreeMap<String, String> cookies = new TreeMap<>();
    private long lastAckId = -1;

    /// @param ticket under which the engine knows the parcel
    record Waiting(String ticket, Instant since) {}

    Channel(UUID id) {
        this.id = id;
    }

    UUID id() {
        return id;
    }

    String cookies() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    boolean isEmpty() {
        return byAckId.isEmpty();
    }

    /// Takes what a request was answered with.
    ///
    /// @return whether the channel can still be trusted
    boolean take(long ackId, String ticket, Instant now) {
        if (ackId <= lastAckId) {
            return false;
        }
        lastAckId = ackId;
        byAckId.put(ackId, new Waiting(ticket, now));
        return true;
    }

    /// Takes the cookies of an answer, unless there would be too many to send along.
    ///
    /// @return whether the channel can still be trusted
    boolean takeCookies(List<String> setCookies) {
        boolean isSame = true;
        for (String line : setCookies) {
            String[] pair = line.split(";", 2)[0].split("=", 2);
            String name = pair[0].strip();
            String value = pair.length < 2 ? "" : pair[1].strip();
            String before = cookies.put(name, value);
            if (cookies.size() > COOKIES_MAX || cookies().length() > COOKIES_CHARS_MAX) {
                cookies.clear();
                return false;
            }
            isSame &= before == null || before.equals(value) || name.startsWith("AWSALB");
        }
        return isSame;
    }

    /// The oldest ids that wait.
    List<Long> oldest(int countMax) {
        return byAckId.keySet().stream().limit(countMax).toList();
    }

    /// What is confirmed by this, by ticket.
    Map<String, Acknowledgement> confirm(List<Long> ackIds) {
        var known = new LinkedHashMap<String, Acknowledgement>();
        for (long ackId : ackIds) {
            Waiting waiting = byAckId.remove(ackId);
            if (waiting != null) {
                known.put(waiting.ticket(), Acknowledgement.CONFIRMED);
            }
        }
        return known;
    }

    /// Whether something waits longer than this, or began to wait later than now: a clock that was
    /// set back does not make anybody wait longer.
    boolean isOverdue(Instant now, Duration timeout) {
        return byAckId.values().stream()
                .anyMatch(waiting ->
                        !now.isBefore(waiting.since().plus(timeout))
                                || now.isBefore(waiting.since()));
    }

    /// Everything that waits, as lost; nothing waits any more.
    Map<String, Acknowledgement> abandon() {
        var lost = new LinkedHashMap<String, Acknowledgement>();
        new ArrayList<>(byAckId.values())
                .forEach(waiting -> lost.put(waiting.ticket(), Acknowledgement.LOST));
        byAckId.clear();
        return lost;
    }
}
