package dev.indelible.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.event.Json;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// CloudEvents over HTTP in binary mode (HTTP Protocol Binding 1.0.2, section 3.1), turned into the
/// JSON of structured mode, so that the original can be kept as JSON. A body in JSON keeps its
/// bytes.
final class BinaryMode {
    private static final JsonFactory FACTORY = new JsonFactory();

    private BinaryMode() {}

    /// @throws dev.indelible.event.InvalidEventException if the body says that it is JSON and is
    ///   not
    static byte[] structured(Map<String, String> attributes, String contentType, byte[] body) {
        var bytes = new ByteArrayOutputStream(body.length + 512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            attributes.forEach((name, value) -> json.writeStringProperty(name, decoded(value)));
            if (!contentType.isBlank()) {
                json.writeStringProperty("datacontenttype", contentType);
            }
            if (body.length > 0 && isJson(contentType)) {
                json.writeName("data");
                json.writeRawValue(Json.parse(body).toString());
            } else if (body.length > 0) {
                json.writeStringProperty("data_base64", Base64.getEncoder().encodeToString(body));
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /// No content type means JSON, as in structured mode.
    private static boolean isJson(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        String stripped = type.strip().toLowerCase(Locale.ROOT);
        return stripped.isEmpty() || stripped.endsWith("/json") || stripped.endsWith("+json");
    }

    /// Section 3.1.3.2: percent-encoded UTF-8; what is not well encoded stays as it is.
    private static String decoded(String value) {
        try {
            String text = URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
            return text.indexOf('\ufffd') >= 0 ? value : text;
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
