package dev.indelible.server.http;

import dev.indelible.core.ops.Limits;
import dev.indelible.core.sealing.Published;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Waits until what was just taken is published, for senders who want the proof with the answer.
final class Publishing {
    private final SealedLogs sealed;

    Publishing(SealedLogs sealed) {
        this.sealed = sealed;
    }

    /// Waits until all that is durable now of these organizations is in a signed checkpoint.
    ///
    /// @return for the answer: `published`, and the checkpoints by organization if it is true. If
    ///   it took too long, the events are durable all the same, and the answer says so
    Map<String, Object> await(Collection<String> organizations) {
        var sizes = new TreeMap<String, Long>();
        for (String organization : organizations) {
            sizes.put(organization, sealed.journal().nextSequence(organization));
        }
        boolean published = sealed.awaitSizes(sizes, Limits.PUBLISHED_TIMEOUT);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("published", published);
        if (published) {
            var checkpoints = new LinkedHashMap<String, Object>();
            for (String organization : sizes.keySet()) {
                sealed.publications()
                        .latest(organization)
                        .map(Published::note)
                        .ifPresent(note -> checkpoints.put(organization, note.toString()));
            }
            answer.put("checkpoints", checkpoints);
        }
        return answer;
    }
}
