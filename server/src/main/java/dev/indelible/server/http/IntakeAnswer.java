package dev.indelible.server.http;

import dev.indelible.core.intake.Result;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The answer to a batch: counts, and a result per event in order.
final class IntakeAnswer {
    /// Above this, only what was not accepted is listed, unless all is asked for.
    private static final int LISTED_EVENTS_MAX = 1000;

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
            problem.putAll(document(results, true));
            Answers.send(response, status, Answers.PROBLEM_JSON, problem);
        } else {
            Map<String, Object> document =
                    document(results, all || results.size() <= LISTED_EVENTS_MAX);
            document.putAll(more);
            Answers.ok(response, document);
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

    private static Map<String, Object> document(List<Result> results, boolean all) {
        int accepted = 0;
        int duplicates = 0;
        int rejected = 0;
        var listed = new ArrayList<Map<String, Object>>();
        for (Result result : results) {
            switch (result.status()) {
                case ACCEPTED -> accepted++;
                case DUPLICATE -> duplicates++;
                case REJECTED -> rejected++;
            }
            if (all || result.status() != Result.Status.ACCEPTED) {
                listed.add(members(result));
            }
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("accepted", accepted);
        document.put("duplicates", duplicates);
        document.put("rejected", rejected);
        document.put("results", listed);
        return document;
    }

    private static Map<String, Object> members(Result result) {
        var members = new LinkedHashMap<String, Object>();
        members.put("index", result.index());
        if (result.id() != null) {
            members.put("id", result.id().toString());
        }
        members.put("status", result.status().label());
        if (result.sequence() != null) {
            members.put("sequence", result.sequence());
        }
        if (result.code() != null) {
            members.put(
                    "problem",
                    Map.of("code", result.code(), "detail", String.valueOf(result.message())));
        }
        return members;
    }
}
