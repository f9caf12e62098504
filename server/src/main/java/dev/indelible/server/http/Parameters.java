package dev.indelible.server.http;

import io.helidon.common.uri.UriQuery;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The query parameters of a request; one that the endpoint does not know is a mistake that must
/// not pass as an unfiltered answer.
final class Parameters {
    private final UriQuery query;

    private Parameters(UriQuery query) {
        this.query = query;
    }

    /// @throws ProblemAnswer if the request has any other parameter than these
    static Parameters of(ServerRequest request, String... known) {
        var names = new TreeSet<>(request.query().names());
        Set.of(known).forEach(names::remove);
        if (!names.isEmpty()) {
            throw new ProblemAnswer(
                    400,
                    "parameter-invalid",
                    "unknown parameter '%s'; known are: %s"
                            .formatted(
                                    Texts.shown(names.first()),
                                    String.join(", ", new TreeSet<>(Set.of(known)))));
        }
        return new Parameters(request.query());
    }

    /// Says where a request names its organization: POST and PUT in the body, others in the
    /// address.
    static ProblemAnswer organizationMissing(ServerRequest request) {
        Method method = request.prologue().method();
        boolean isInBody = method.equals(Method.POST) || method.equals(Method.PUT);
        return new ProblemAnswer(
                400,
                "parameter-invalid",
                isInBody
                        ? "name the organization: add 'organization' to the body"
                        : "name the organization: add ?organization=ID to the address");
    }

    /// The parameters of a request that others make, with whatever they add.
    static Parameters any(ServerRequest request) {
        return new Parameters(request.query());
    }

    /// The parameter's only value; empty values count as absent.
    Optional<String> text(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new ProblemAnswer(
                    400, "parameter-invalid", "parameter '%s' is given twice".formatted(name));
        }
        return values.stream().findFirst();
    }

    /// All values of a parameter that may be given several times.
    List<String> all(String name) {
        return query.contains(name)
                ? query.all(name).stream().filter(value -> !value.isEmpty()).toList()
                : List.of();
    }

    /// Whether the parameter has this value; any other value but its opposite is a mistake, and so
    /// is none: who writes `?dry` means `dry=true`.
    boolean flag(String name, String value) {
        if (query.contains(name) && text(name).isEmpty()) {
            throw notOneOf(name, value, "");
        }
        return is(name, value);
    }

    /// The same where something is only read: an empty value counts as absent, as with filters.
    boolean is(String name, String value) {
        Optional<String> text = text(name);
        if (text.isPresent()
                && !text.get().equals(value)
                && !(value.equals("true") && text.get().equals("false"))) {
            throw notOneOf(name, value, text.get());
        }
        return text.isPresent() && text.get().equals(value);
    }

    private static ProblemAnswer notOneOf(String name, String value, String given) {
        return new ProblemAnswer(
                400,
                "parameter-invalid",
                "parameter '%s' is '%s' or absent, not '%s'"
                        .formatted(name, value, Texts.shown(given)));
    }

    int integer(String name, int otherwise, int min, int max) {
        return Math.toIntExact(number(name, otherwise, min, max));
    }

    long number(String name, long otherwise, long min, long max) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as for a number out of range.
        }
        throw new ProblemAnswer(
                400,
                "parameter-invalid",
                "parameter '%s' is a whole number from %d to %d, not '%s'"
                        .formatted(name, min, max, Texts.shown(text.get())));
    }
}
