package dev.indelible.server.http;

import dev.indelible.core.intake.Result;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// The answer to a batch: counts, and a result per event in order.
final class IntakeAnswer {
    /// Above this, only what was not accepted is listed, unless all is asked for.
    private static final int LISTED_EVENTS_MAX = 1000;

    /// What the answer takes for each event that is listed, about.
    private static final int RESULT_BYTES = 100;

    private IntakeAnswer() {}

    /// A lone event that was rejected is a problem; in a batch it is one result among others.
    ///
    /// @param more members about all of them
    static void send(
            ServerResponse response, List<Result> results, boolean all, Map<String, ?> more) {
        if (results.size() == 1 && results.getFirst().status() == Result.Status.REJECTED) {
            Result rejected = results.getFirst();
            String code = String.valueOf(rejected.code());
            int status = status(code);
            Map<String, Object> problem = Problems.document(status, code, rejected.message());
            Answers.send(
                    response,
                    status,
                    Answers.PROBLEM_JSON,
                    RESULT_BYTES,
                    json -> {
                        Answers.writeMembers(json, problem);
                        writeResults(json, results, true);
                    });
        } else {
            boolean whole = all || results.size() <= LISTED_EVENTS_MAX;
            int bytes = whole ? results.size() * RESULT_BYTES : RESULT_BYTES;
            Answers.send(
                    response,
                    200,
                    Answers.JSON,
                    bytes,
                    json -> {
                        writeResults(json, results, whole);
                        Answers.writeMembers(json, more);
                    });
        }
    }

    private static int status(String code) {
        return switch (code) {
            case "event-conflict", "closed" -> 409;
            case "not-granted", "foreign-organization" -> 403;
            case "limit-exceeded" -> 413;
            default -> 400;
        };
    }

    private static void writeResults(JsonGenerator json, List<Result> results, boolean all) {
        json.writeNumberProperty("accepted", count(results, Result.Status.ACCEPTED));
        json.writeNumberProperty("duplicates", count(results, Result.Status.DUPLICATE));
        json.writeNumberProperty("rejected", count(results, Result.Status.REJECTED));
        json.writeArrayPropertyStart("results");
        for (Result result : results) {
            if (all || result.status() != Result.Status.ACCEPTED) {
                write(json, result);
            }
        }
        json.writeEndArray();
    }

    private static int count(List<Result> results, Result.Status status) {
        int count = 0;
        for (Result result : results) {
            count += result.status() == status ? 1 : 0;
        }
        return count;
    }

    private static void write(JsonGenerator json, Result result) {
        json.writeStartObject();
        json.writeNumberProperty("index", result.index());
        if (result.id() != null) {
            json.writeStringProperty("id", result.id().toString());
        }
        json.writeStringProperty("status", result.status().label());
        if (result.sequence() != null) {
            json.writeNumberProperty("sequence", result.sequence());
        }
        if (result.code() != null) {
            json.writeObjectPropertyStart("problem");
            json.writeStringProperty("code", result.code());
            json.writeStringProperty("detail", String.valueOf(result.message()));
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
