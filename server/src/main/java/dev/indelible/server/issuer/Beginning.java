package dev.indelible.server.issuer;

import java.util.Map;

/// What a sign-in began with, as the browser keeps it, sealed.
///
/// @param issuer by its name
/// @param returnTo where to go on afterwards
/// @param state comes back with the answer
/// @param nonce comes back in the token
/// @param verifier proves to the issuer that we are who began (RFC 7636)
record Beginning(
        String issuer,
        String returnTo,
        String state,
        String nonce,
        String verifier,
        long untilMillis) {

    Map<String, String> members() {
        return Map.of(
                "issuer", issuer,
                "return", returnTo,
                "state", state,
                "nonce", nonce,
                "verifier", verifier,
                "until", Long.toString(untilMillis));
    }

    static Beginning of(Map<String, String> members) {
        return new Beginning(
                member(members, "issuer"),
                member(members, "return"),
                member(members, "state"),
                member(members, "nonce"),
                member(members, "verifier"),
                Long.parseLong(member(members, "until")));
    }

    private static String member(Map<String, String> members, String name) {
        String value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a beginning lacks " + name);
        }
        return value;
    }
}
