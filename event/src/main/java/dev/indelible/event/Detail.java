package dev.indelible.event;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything else worth keeping.
///
/// @param labels free names and values, in the order sent
/// @param original a foreign event as it was sent, whole
public record Detail(
        @Nullable String description,
        @Nullable String reason,
        @Nullable Request request,
        @Nullable Response response,
        List<Change> changes,
        Map<String, String> labels,
        @Nullable Json original) {

    public Detail {
        Check.longText("detail.description", description);
        Check.longText("detail.reason", reason);
        changes = Check.list("detail.changes", changes, Limits.CHANGES_MAX);
        labels = Check.map("detail.labels", labels, Limits.LIST_ITEMS_MAX);
    }

    /// A foreign event with nothing else to tell.
    public static Detail original(Json original) {
        return new Detail(null, null, null, null, List.of(), Map.of(), original);
    }

    /// What was asked.
    ///
    /// @param method `POST`, `GRPC`, …
    /// @param endpoint path with query, or what the protocol has instead
    public record Request(
            @Nullable String method,
            @Nullable String endpoint,
            @Nullable Json params,
            @Nullable Json payload) {
        public Request {
            Check.text("detail.request.method", method);
            Check.longText("detail.request.endpoint", endpoint);
        }
    }

    /// What was answered.
    ///
    /// @param code the protocol's status; absent where it has none
    /// @param size bytes of the answer's body
    public record Response(@Nullable Integer code, @Nullable Long size) {}

    /// One value that changed.
    ///
    /// @param path a JSON Pointer (RFC 6901) or what the system has instead
    /// @param oldValue absent if there was none
    /// @param newValue absent if there is none
    public record Change(String path, @Nullable Json oldValue, @Nullable Json newValue) {
        public Change {
            Check.text("detail.changes.path", path);
        }
    }
}
