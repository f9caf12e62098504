package dev.indelible.core.trail;

import dev.indelible.core.ops.Limits;
import dev.indelible.event.AuditEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// From which addresses sign-ins as somebody fail: told apart up to a bound an hour, and all others
/// counted together. Whoever has the id of a key and a thousand addresses fills no log. Any thread.
final class Crowd {
    private final Map<String, Set<String>> addresses = new HashMap<>();
    private long hour = -1;

    /// What the events have in common that are counted with this one.
    synchronized String sameness(AuditEvent event, long nowHour) {
        if (hour != nowHour) {
            addresses.clear();
            hour = nowHour;
        }
        String log = event.action() + "\n" + event.organization();
        String who = log + "\n" + event.actor().id();
        if (!addresses.containsKey(who) && addresses.size() >= Limits.TRAIL_WINDOWS_MAX) {
            return log;
        }
        Set<String> known = addresses.computeIfAbsent(who, _ -> new HashSet<>());
        String address = String.valueOf(event.client() == null ? null : event.client().ip());
        boolean isApart =
                known.contains(address)
                        || (known.size() < Limits.TRAIL_ADDRESSES_MAX && known.add(address));
        return isApart ? Telling.sameness(event) : who;
    }
}
