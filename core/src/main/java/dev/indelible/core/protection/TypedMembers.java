package dev.indelible.core.protection;

import java.util.List;
import java.util.stream.Stream;

/// Members of an event that have a type, or by which events are placed and found: with a marker in
/// their place an event could not be read, or not be told from others.
final class TypedMembers {
    private static final List<List<String>> PLACES =
            Stream.of(
                            "id",
                            "time",
                            "timeFrom",
                            "action",
                            "operation",
                            "category",
                            "outcome",
                            "severity",
                            "organization",
                            "folder",
                            "project",
                            "channel",
                            "format",
                            "unforeseen",
                            "actor",
                            "actor.type",
                            "actor.id",
                            "actor.roles",
                            "actor.permissions",
                            "actor.onBehalfOf",
                            "actor.onBehalfOf.type",
                            "actor.onBehalfOf.id",
                            "actor.onBehalfOf.roles",
                            "actor.onBehalfOf.permissions",
                            "targets",
                            "targets.type",
                            "targets.id",
                            "client",
                            "detail",
                            "detail.request",
                            "detail.response",
                            "detail.response.code",
                            "detail.response.size",
                            "detail.changes",
                            "detail.labels")
                    .map(place -> List.of(place.split("\\.")))
                    .toList();

    private TypedMembers() {}

    static boolean has(List<String> place) {
        return PLACES.contains(place);
    }

    /// @throws IllegalArgumentException if the path is of such a member, by its name or by a `*`
    static void requireOther(MemberPath path) {
        for (List<String> place : PLACES) {
            if (path.matches(place)) {
                throw new IllegalArgumentException(
                        "path '%s' would take out %s, without which an event cannot be read or found; name what is to go more closely, such as detail.request.payload.ssn or detail.original.**.ssn, or protect the member instead"
                                .formatted(path, String.join(".", place)));
            }
        }
    }
}
