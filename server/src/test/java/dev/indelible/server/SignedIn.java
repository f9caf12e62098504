package dev.indelible.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.json.JsonMapper;

/// A person whom the issuer `house` has signed in.
///
/// @param cookie name and value
record SignedIn(String cookie, String csrf) {
    static SignedIn by(HostileProvider provider, String server, HttpClient client)
            throws Exception {
        HttpResponse<String> begun = ask(client, server + "/v1/session/start?issuer=house", "");
        String location = begun.headers().firstValue("Location").orElseThrow();
        String nonce = location.split("[?&]nonce=", 2)[1].split("&", 2)[0];
        String state = location.split("[?&]state=", 2)[1].split("&", 2)[0];
        provider.give("house", provider.signed(provider.claims("house", nonce).build()));
        HttpResponse<String> done =
                ask(
                        client,
                        server + "/v1/session/callback?code=c&state=" + state,
                        begun.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0]);
        String cookie =
                done.headers().allValues("Set-Cookie").stream()
                        .filter(one -> one.startsWith("indelible_session="))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(done.body()))
                        .split(";", 2)[0];
        String session = ask(client, server + "/v1/session", cookie).body();
        return new SignedIn(cookie, new JsonMapper().readTree(session).path("csrf").stringValue());
    }

    private static HttpResponse<String> ask(HttpClient client, String url, String cookies)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url)).header("Cookie", cookies).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
