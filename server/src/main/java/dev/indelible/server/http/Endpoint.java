package dev.indelible.server.http;

import dev.indelible.core.access.Right;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import java.util.List;
import java.util.Set;

/// One thing that can be asked over HTTP. The OpenAPI document names exactly these.
///
/// @param path with parameters in braces
/// @param entry whether it answers without a key
/// @param rights whoever has none of these on any level is refused and not told what is wrong with
///   what they ask; none where all may ask
record Endpoint(Method method, String path, Entry entry, Handler handler, Set<Right> rights) {

    Endpoint {
        rights = Set.copyOf(rights);
    }

    Endpoint(Method method, String path, Entry entry, Handler handler) {
        this(method, path, entry, handler, Set.of());
    }

    /// The same, for whoever has one of these rights somewhere.
    Endpoint needing(Right... any) {
        return new Endpoint(method, path, entry, handler, Set.of(any));
    }

    /// The same, for whoever may search: in the events, or in the record of reads.
    Endpoint searching() {
        return needing(Right.READ, Right.AUDIT);
    }

    /// Whether it takes events, whose bytes are what quotas count.
    boolean takesEvents() {
        return rights.contains(Right.WRITE);
    }

    /// Who may ask at all; what a key may do is for the rooms.
    enum Entry {
        /// Anybody: probes only.
        OPEN,
        /// Whoever has a key.
        KEY,
        /// Whoever has a key or a viewer token.
        VIEWER
    }

    /// What a viewer token may ask too.
    static Endpoint viewed(String path, Handler handler) {
        return new Endpoint(Method.GET, path, Entry.VIEWER, handler);
    }

    static Endpoint get(String path, Handler handler) {
        return new Endpoint(Method.GET, path, Entry.KEY, handler);
    }

    static Endpoint post(String path, Handler handler) {
        return new Endpoint(Method.POST, path, Entry.KEY, handler);
    }

    static Endpoint put(String path, Handler handler) {
        return new Endpoint(Method.PUT, path, Entry.KEY, handler);
    }

    static Endpoint delete(String path, Handler handler) {
        return new Endpoint(Method.DELETE, path, Entry.KEY, handler);
    }

    /// A probe.
    static Endpoint open(String path, Handler handler) {
        return new Endpoint(Method.GET, path, Entry.OPEN, handler);
    }

    /// A group of endpoints about one thing.
    @FunctionalInterface
    interface Resource {
        List<Endpoint> endpoints();
    }
}
