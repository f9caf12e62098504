package dev.indelible.core.protection;

import java.util.List;
import java.util.Set;

/// Members that tell of a secret and are none: `{"secret":{"name":"db","namespace":"prod"}}`.
final class Describing {
    private static final Set<String> NAMES =
            Set.of(
                    "id",
                    "uid",
                    "uuid",
                    "arn",
                    "keyid",
                    "tokenid",
                    "secretid",
                    "accesskeyid",
                    "userid",
                    "clientid",
                    "accountid",
                    "projectid",
                    "versionid",
                    "objectid",
                    "principalid",
                    "namespace",
                    "kind",
                    "apiversion",
                    "version",
                    "resourceversion",
                    "state",
                    "status",
                    "decision",
                    "reason",
                    "action",
                    "scope",
                    "scopes",
                    "role",
                    "roles",
                    "permission",
                    "permissions",
                    "resource",
                    "description",
                    "issuer",
                    "audience",
                    "algorithm",
                    "alg",
                    "provider",
                    "region",
                    "email",
                    "user",
                    "owner",
                    "expires",
                    "expiry",
                    "expiration",
                    "created",
                    "updated");
    private static final List<String> ENDINGS =
            List.of("name", "type", "time", "date", "timestamp", "edat", "esat", "edby");

    /// Objects of these names tell what was decided, and by what.
    private static final Set<String> DECIDING = Set.of("authorization", "proxyauthorization");

    private Describing() {}

    static boolean isDecision(MemberNames.Name object) {
        return DECIDING.contains(object.joined());
    }

    static boolean has(String member) {
        String name = MemberNames.Name.ofEnding(member).joined();
        return NAMES.contains(name) || ENDINGS.stream().anyMatch(name::endsWith);
    }
}
