package dev.indelible.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Sends batches one after another, each until the server has answered for it, and counts what
/// became of the events.
///
/// An unknown answer is asked for again with the same names, so nothing is doubled.
final class Sender {
    private static final Set<Integer> LATER = Set.of(408, 425, 429, 500, 502, 503, 504, 507);

    /// Which say that nothing was taken; so does 503 that says when to come again.
    private static final Set<Integer> UNTAKEN = Set.of(429, 507);

    private static final int UNAVAILABLE = 503;

    private final Api api;
    private final HttpUrl url;
    private final Pauses pauses;
    private final PrintStream rejections;
    private long accepted;
    private long duplicates;
    private long rejected;

    /// @param rejections where each rejected event is told, a line each
    Sender(Api api, HttpUrl url, Duration giveUpAfter, PrintStream rejections) {
        this.api = api;
        this.url = url;
        this.pauses = new Pauses(giveUpAfter, System.err);
        this.rejections = rejections;
    }

    long accepted() {
        return accepted;
    }

    long duplicates() {
        return duplicates;
    }

    long rejected() {
        return rejected;
    }

    /// Sends a batch.
    ///
    /// @throws CommandFailure if the server refuses it as a whole
    /// @throws GaveUpException if it has no answer for too long, or asks to wait for too long
    void send(Batch batch) throws GaveUpException, InterruptedException {
        byte[] packed = gzip(batch.body());
        RequestBody body =
                RequestBody.create(
                        packed, batch.kind() == Batch.Kind.LINES ? Api.NDJSON : Api.JSON);
        boolean mayBeTaken = false;
        while (true) {
            Optional<Duration> asked = Optional.empty();
            String failure;
            try (Response response = api.post(url, body, batch.idempotencyKey(), true)) {
                String text = response.body().string();
                if (response.isSuccessful() || isResult(text)) {
                    count(batch, Api.json(text));
                    pauses.succeeded();
                    return;
                }
                CommandFailure refused = Api.refused(response.code(), text);
                if (!LATER.contains(response.code())) {
                    throw refused;
                }
                asked = Pauses.asked(response);
                mayBeTaken |= !isUntaken(response.code(), asked);
                failure = String.valueOf(refused.getMessage());
            } catch (IOException e) {
                mayBeTaken = true;
                failure = String.valueOf(api.unreachable(e).getMessage());
            }
            String what = "%s:%d: %s".formatted(batch.source(), batch.firstLine(), failure);
            Optional<String> inVain = pauses.await(what, asked);
            if (inVain.isPresent()) {
                throw new GaveUpException(what + "; " + inVain.get(), mayBeTaken);
            }
        }
    }

    private static boolean isUntaken(int status, Optional<Duration> asked) {
        return UNTAKEN.contains(status) || (status == UNAVAILABLE && asked.isPresent());
    }

    private static boolean isResult(String text) {
        try {
            return Api.json(text).path("results").isArray();
        } catch (JacksonException e) {
            return false;
        }
    }

    private void count(Batch batch, JsonNode answer) {
        accepted += answer.path("accepted").asLong();
        duplicates += answer.path("duplicates").asLong();
        rejected += answer.path("rejected").asLong();
        for (JsonNode result : answer.path("results")) {
            if (result.path("status").asString("").equals("rejected")) {
                tell(batch, result);
            }
        }
    }

    private void tell(Batch batch, JsonNode result) {
        String line =
                "%s:%d: event %d of the batch: %s: %s"
                        .formatted(
                                batch.source(),
                                batch.firstLine(),
                                result.path("index").asInt() + 1,
                                result.path("problem").path("code").asString(""),
                                result.path("problem").path("detail").asString(""));
        rejections.println(Terminal.safe(line));
    }

    private static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
