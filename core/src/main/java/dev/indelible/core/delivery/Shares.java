package dev.indelible.core.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// What all lanes together may use at one time: sends under way, and bytes in them. A lane that
/// fails, and one organization, get no more than a part, so that the others always find room. Any
/// thread.
public final class Shares {
    private final int sendsMax;
    private final long bytesMax;
    private final Map<String, Integer> byOrganization = new HashMap<>();
    private int sends;
    private int failingSends;
    private long bytes;

    /// @param sendsMax 4 or more
    public Shares(int sendsMax, long bytesMax) {
        this.sendsMax = sendsMax;
        this.bytesMax = bytesMax;
    }

    /// What a lane asks for.
    ///
    /// @param failing whether its last attempt failed
    record Claim(String organization, boolean failing, long bytes) {
        static Claim of(Destination destination, boolean failing, long bytes) {
            String organization = Objects.requireNonNullElse(destination.organization(), "");
            return new Claim(organization, failing, Math.max(bytes, 1 << 16));
        }
    }

    /// Takes a place; whoever got it gives it back by [#leave].
    ///
    /// @return whether there was one
    synchronized boolean enter(Claim claim) {
        int own = byOrganization.getOrDefault(claim.organization(), 0);
        boolean room =
                sends < sendsMax
                        && own < Math.max(2, sendsMax / 2)
                        && (!claim.failing() || failingSends < Math.max(1, sendsMax / 4))
                        // One that is larger than all room goes alone.
                        && (bytes == 0 || bytes + claim.bytes() <= bytesMax);
        if (room) {
            sends++;
            failingSends += claim.failing() ? 1 : 0;
            bytes += claim.bytes();
            byOrganization.merge(claim.organization(), 1, Integer::sum);
        }
        return room;
    }

    synchronized void leave(Claim claim) {
        sends--;
        failingSends -= claim.failing() ? 1 : 0;
        bytes -= claim.bytes();
        byOrganization.computeIfPresent(
                claim.organization(), (_, count) -> count == 1 ? null : count - 1);
    }

    /// Sends under way.
    public synchronized int sends() {
        return sends;
    }

    /// Bytes in them.
    public synchronized long bytes() {
        return bytes;
    }
}
