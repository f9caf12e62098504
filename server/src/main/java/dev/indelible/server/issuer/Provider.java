package dev.indelible.server.issuer;

import dev.indelible.server.config.IssuerSettings;
import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What an issuer tells of itself (OpenID Connect Discovery 1.0, section 3), as far as it counts.
///
/// @param namesItself whether each answer of its authorization endpoint has `iss` (RFC 9207)
/// @param secretInBody whether it wants the client's secret in the body, not in a header
record Provider(
        URI authorization,
        URI token,
        URI keys,
        Optional<URI> userInfo,
        Optional<URI> endSession,
        boolean namesItself,
        boolean secretInBody) {

    /// @param issuer what it must call itself, to the letter
    /// @throws IllegalArgumentException if it cannot be trusted with a sign-in, saying why
    static Provider parse(String issuer, JsonNode document) {
        if (!document.path("issuer").asString("").equals(issuer)) {
            throw new IllegalArgumentException(
                    "it calls itself otherwise than its setting says; both must be the same to the"
                            + " letter");
        }
        Set<String> methods = new HashSet<>();
        document.path("token_endpoint_auth_methods_supported")
                .forEach(method -> methods.add(method.asString("")));
        return new Provider(
                required(document, "authorization_endpoint"),
                required(document, "token_endpoint"),
                required(document, "jwks_uri"),
                url(document, "userinfo_endpoint"),
                url(document, "end_session_endpoint"),
                document.path("authorization_response_iss_parameter_supported").asBoolean(false),
                methods.contains("client_secret_post") && !methods.contains("client_secret_basic"));
    }

    private static URI required(JsonNode document, String name) {
        return url(document, name)
                .orElseThrow(() -> new IllegalArgumentException("it names no " + name));
    }

    private static Optional<URI> url(JsonNode document, String name) {
        JsonNode value = document.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        URI url = URI.create(value.asString(""));
        if (!IssuerSettings.isSecure(url)) {
            throw new IllegalArgumentException("its " + name + " is not https");
        }
        return Optional.of(url);
    }
}
