package dev.indelible.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Answers as JSON, each with the headers that keep browsers from guessing.
final class Answers {
    static final String JSON = "application/json";
    static final String PROBLEM_JSON = "application/problem+json";
    private static final int MARGIN_BYTES = 512;
    private static final JsonFactory FACTORY = new JsonFactory();

    private Answers() {}

    /// Sets a cookie beside those that are set already.
    static void addCookie(ServerResponse response, String cookie) {
        response.headers().add(HeaderValues.create(HeaderNames.SET_COOKIE, cookie));
    }

    static void ok(ServerResponse response, Map<String, ?> document) {
        send(response, 200, JSON, document);
    }

    static void send(
            ServerResponse response, int status, String contentType, Map<String, ?> document) {
        send(response, status, contentType, 0, json -> writeMembers(json, document));
    }

    /// Sends an object whose members are written one after the other: for what has thousands of
    /// them.
    ///
    /// @param bytes that it has, about
    static void send(
            ServerResponse response,
            int status,
            String contentType,
            int bytes,
            Consumer<JsonGenerator> members) {
        var body = new ByteArrayOutputStream(bytes + MARGIN_BYTES);
        write(
                body,
                json -> {
                    json.writeStartObject();
                    members.accept(json);
                    json.writeEndObject();
                });
        body.write('\n');
        send(response, status, contentType, body.toByteArray());
    }

    static void send(ServerResponse response, int status, String contentType, byte[] body) {
        response.status(status);
        headers(response, contentType);
        response.send(body);
    }

    /// This JSON with an end of line, so that a shell's prompt does not stand behind it.
    static byte[] line(byte[] json) {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /// Done, and nothing to tell.
    static void empty(ServerResponse response) {
        response.status(204);
        response.header("Cache-Control", "no-store");
        response.send();
    }

    /// Sets what every answer with a body has.
    static void headers(ServerResponse response, String contentType) {
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        response.header("Cache-Control", "no-store");
    }

    static byte[] json(Consumer<JsonGenerator> content) {
        var bytes = new ByteArrayOutputStream(MARGIN_BYTES);
        write(bytes, content);
        return bytes.toByteArray();
    }

    private static void write(ByteArrayOutputStream into, Consumer<JsonGenerator> content) {
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), into)) {
            content.accept(generator);
        }
    }

    /// Writes texts, numbers, truth values, maps with text keys and collections of these.
    static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case Map<?, ?> members -> {
                json.writeStartObject();
                writeMembers(json, members);
                json.writeEndObject();
            }
            case Collection<?> items -> {
                json.writeStartArray();
                items.forEach(item -> write(json, item));
                json.writeEndArray();
            }
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    /// Writes members of the object that is begun.
    static void writeMembers(JsonGenerator json, Map<?, ?> members) {
        members.forEach((name, member) -> {
            json.writeName(String.valueOf(name));
            write(json, member);
        });
    }
}
