package dev.indelible.event;

import dev.indelible.event.InvalidEventException.Code;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// The one JSON factory: strict about grammar and duplicate keys, bounded in depth, and with
/// numbers never turned into doubles. Names of equal hash are read as others are: the scan takes
/// such an event, and whoever sends it must not keep what is stored from being read.
final class Syntax {
    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Limits.NESTING_MAX)
                                    .maxNumberLength(Limits.EVENT_BYTES_MAX)
                                    .maxStringLength(Limits.EVENT_BYTES_MAX)
                                    .maxNameLength(Limits.EVENT_BYTES_MAX)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                    .build();

    /// For what is only kept: duplicate keys pass, because a foreign event is never refused for a
    /// shape that nobody foresaw.
    private static final JsonFactory LENIENT =
            FACTORY.rebuild().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// For what was stored: the original of a foreign event lies two levels deeper than it was
    /// sent.
    private static final JsonFactory STORED =
            LENIENT.rebuild()
                    .streamReadConstraints(
                            FACTORY.streamReadConstraints()
                                    .rebuild()
                                    .maxNestingDepth(Limits.NESTING_MAX + 4)
                                    .build())
                    .build();

    private Syntax() {}

    static JsonParser parser(byte[] compact) {
        return FACTORY.createParser(ObjectReadContext.empty(), compact);
    }

    static JsonParser storedParser(byte[] compact) {
        return STORED.createParser(ObjectReadContext.empty(), compact);
    }

    /// Checks that these bytes are one whole JSON value.
    ///
    /// @param sent the same with blanks, as a refusal counts its bytes
    static void check(byte[] compact, byte[] sent) {
        try (JsonParser parser = LENIENT.createParser(ObjectReadContext.empty(), compact)) {
            if (parser.nextToken() == null) {
                throw new InvalidEventException(Code.MALFORMED_JSON, "", "there is no JSON value");
            }
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw JsonFault.trailing("JSON value", sent, 0, sent.length);
            }
        } catch (JacksonException e) {
            throw problem(e, sent, 0, sent.length);
        }
    }

    /// The strings and numbers of a stored value.
    static List<String> texts(byte[] compact) {
        var texts = new ArrayList<String>();
        try (JsonParser parser = storedParser(compact)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                    texts.add(parser.getString());
                }
            }
            return texts;
        } catch (JacksonException e) {
            throw problem(e, compact, 0, compact.length);
        }
    }

    /// What the parser found, in our words and without the event's contents.
    ///
    /// @param source what was read, as its sender knows it
    static InvalidEventException problem(JacksonException e, byte[] source, int from, int end) {
        String message = e.getOriginalMessage();
        if (e instanceof StreamConstraintsException) {
            return new InvalidEventException(
                    Code.LIMIT_EXCEEDED,
                    "",
                    message.contains("nesting depth")
                            ? "nesting is deeper than %d levels".formatted(Limits.NESTING_MAX)
                            : "a token is too long");
        }
        if (message.startsWith("Duplicate Object property")) {
            return new InvalidEventException(
                    Code.DUPLICATE_MEMBER, "", "a member stands twice in one object");
        }
        return JsonFault.refusal(source, from, end);
    }
}
