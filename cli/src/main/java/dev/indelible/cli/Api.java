package dev.indelible.cli;

import dev.indelible.server.http.EventTree;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The server's HTTP interface, as a client sees it.
final class Api {
    static final MediaType NDJSON = MediaType.get("application/x-ndjson");
    static final MediaType JSON = MediaType.get("application/json");

    private static final int GONE = 410;
    private static final int UNAVAILABLE = 503;

    /// A whole call, sending and answer: a server that stalls must not hold us for ever.
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration STREAM_READ_TIMEOUT = Duration.ofSeconds(60);

    /// For what is published, or witnessed, a moment after the event was taken.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpUrl base;
    private final String key;
    private final OkHttpClient calls =
            new OkHttpClient.Builder()
                    .retryOnConnectionFailure(false)
                    .followRedirects(false)
                    .followSslRedirects(false)
                    .callTimeout(CALL_TIMEOUT)
                    .readTimeout(CALL_TIMEOUT)
                    .writeTimeout(CALL_TIMEOUT)
                    .build();
    private final OkHttpClient streams =
            calls.newBuilder().callTimeout(Duration.ZERO).readTimeout(STREAM_READ_TIMEOUT).build();

    Api(String url, String key) {
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            throw new CommandFailure(
                    2, "'%s' is no address such as http://127.0.0.1:8080".formatted(url), null);
        }
        this.base = parsed;
        this.key = checked(key);
    }

    /// What no header could have would be a fault of the library, told in its own words.
    private static String checked(String key) {
        for (int at = 0; at < key.length(); at++) {
            if (key.charAt(at) < ' ' || key.charAt(at) > '~') {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "character %d of the key is no visible ASCII and cannot be sent; take the key as it was shown"
                                .formatted(at + 1),
                        null);
            }
        }
        return key;
    }

    /// An address of the server, to add parameters to.
    HttpUrl.Builder at(String path) {
        return base.newBuilder().addPathSegments(path);
    }

    private Request.Builder request(HttpUrl url) {
        return new Request.Builder().url(url).header("Authorization", "Bearer " + key);
    }

    /// Posts a body; the caller closes the response.
    Response post(HttpUrl url, RequestBody body, String idempotencyKey, boolean gzip)
            throws IOException {
        Request.Builder request = request(url).header("Idempotency-Key", idempotencyKey).post(body);
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        return calls.newCall(request.build()).execute();
    }

    /// Posts JSON, or nothing, and reads the JSON that comes back.
    ///
    /// @throws CommandFailure if the server cannot be reached or refuses
    JsonNode post(HttpUrl url, String json) {
        RequestBody body = RequestBody.create(json, MediaType.get("application/json"));
        try (Response response = calls.newCall(request(url).post(body).build()).execute()) {
            String text = response.body().string();
            if (!response.isSuccessful()) {
                throw refused(response.code(), text);
            }
            return json(text);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /// Asks for a JSON document.
    ///
    /// @throws CommandFailure if the server cannot be reached or refuses
    JsonNode get(HttpUrl url) {
        try (Response response = calls.newCall(request(url).build()).execute()) {
            String text = response.body().string();
            if (!response.isSuccessful()) {
                throw refused(response.code(), text);
            }
            return json(text);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /// Asks for a file, also again where the server says that it will have it soon; nothing if
    /// there is none.
    ///
    /// @param bytesMax more is an error
    /// @throws CommandFailure if the server cannot be reached or refuses
    Optional<byte[]> bytes(HttpUrl url, int bytesMax) {
        var pauses = new Pauses(PATIENCE, System.err);
        while (true) {
            try (Response response = calls.newCall(request(url).build()).execute()) {
                Optional<Duration> asked = Pauses.asked(response);
                if (response.code() != UNAVAILABLE || asked.isEmpty()) {
                    return bytes(response, url, bytesMax);
                }
                CommandFailure refused = refused(response.code(), response.body().string());
                if (pauses.await(String.valueOf(refused.getMessage()), asked).isPresent()) {
                    throw refused;
                }
            } catch (IOException e) {
                throw unreachable(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure(ExitCode.REFUSED, "interrupted", e);
            }
        }
    }

    /// Whether the server says that this is gone for ever.
    boolean isGone(HttpUrl url) {
        try (Response response = calls.newCall(request(url).build()).execute()) {
            return response.code() == GONE;
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static Optional<byte[]> bytes(Response response, HttpUrl url, int bytesMax)
            throws IOException {
        if (response.code() == 404 || response.code() == GONE) {
            return Optional.empty();
        }
        if (!response.isSuccessful()) {
            throw refused(response.code(), response.body().string());
        }
        byte[] bytes = response.body().byteStream().readNBytes(bytesMax + 1);
        if (bytes.length > bytesMax) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "%s is larger than %d bytes".formatted(url.encodedPath(), bytesMax),
                    null);
        }
        return Optional.of(bytes);
    }

    /// Asks for an answer that streams; the caller closes it.
    ///
    /// @throws CommandFailure if the server refuses
    Response stream(HttpUrl url, Optional<String> lastEventId) throws IOException {
        Request.Builder request = request(url);
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        Response response = streams.newCall(request.build()).execute();
        if (!response.isSuccessful()) {
            try (response) {
                throw refused(response.code(), response.body().string());
            }
        }
        return response;
    }

    CommandFailure unreachable(IOException e) {
        return new CommandFailure(
                ExitCode.REFUSED, "cannot reach %s: %s".formatted(base, e.getMessage()), e);
    }

    static CommandFailure refused(int status, String body) {
        return new CommandFailure(
                ExitCode.REFUSED,
                "the server answers %d: %s".formatted(status, detail(body)),
                null);
    }

    /// What a problem document says, or the beginning of whatever it is.
    static String detail(String body) {
        try {
            JsonNode problem = json(body);
            if (problem.path("detail").isString()) {
                return problem.path("detail").stringValue();
            }
        } catch (JacksonException e) {
            // Not from our server; shown as it is.
        }
        return body.length() > 200 ? body.substring(0, 200) + "…" : body;
    }

    static JsonNode json(String text) {
        return EventTree.of(text);
    }
}
