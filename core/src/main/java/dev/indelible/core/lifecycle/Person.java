package dev.indelible.core.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.Mention;
import dev.indelible.event.Part;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who is to be erased, by what events call them.
///
/// @param actor an id, as actors have it
/// @param email an address, in any case
/// @param target an id, as targets have it
/// @param name in any case
public record Person(
        @Nullable String actor,
        @Nullable String email,
        @Nullable String target,
        @Nullable String name) {
    private static final int CHARS_MAX = 500;
    private static final Pattern UUIDS =
            Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    public Person {
        List<String> all = Stream.of(actor, email, target, name).filter(Objects::nonNull).toList();
        if (all.isEmpty() || all.stream().anyMatch(String::isBlank)) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "a person to be erased is named by actor, email, target or name, none of them blank");
        }
        if (all.stream().anyMatch(value -> value.length() > CHARS_MAX)) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "what names a person has at most %d characters".formatted(CHARS_MAX));
        }
    }

    /// By what events call them, as the API names it.
    List<String> kinds() {
        var kinds = new LinkedHashMap<String, @Nullable String>();
        kinds.put("actor", actor);
        kinds.put("email", email);
        kinds.put("target", target);
        kinds.put("name", name);
        kinds.values().removeIf(Objects::isNull);
        return List.copyOf(kinds.keySet());
    }

    private static List<String> present(@Nullable String... values) {
        return Stream.of(values).filter(Objects::nonNull).toList();
    }

    /// Whether an event whose actor is called so is theirs.
    ///
    /// @param texts id, address and name, as far as there are any
    public boolean is(@Nullable String... texts) {
        Mention mention = mention();
        return present(texts).stream().anyMatch(mention::inText);
    }

    /// Whether a text has anything of what names them.
    private boolean isNamedIn(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return present(actor, email, target, name).stream()
                .anyMatch(value -> lower.contains(value.toLowerCase(Locale.ROOT)));
    }

    /// Refuses a reason that names them.
    void requireUnnamedIn(String reason) {
        if (isNamedIn(reason)) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "the reason names the person, and would be kept; say it without naming them");
        }
    }

    /// Whether any of the values is no name of one person.
    boolean isCommon(String organization) {
        return present(actor, email, target, name).stream()
                .anyMatch(value -> CommonWords.has(value) || value.equalsIgnoreCase(organization));
    }

    /// UUIDs count in any case, as searches take them: they are numbers (RFC 9562, section 4).
    Mention mention() {
        Map<Boolean, List<String>> ids =
                present(actor, target).stream()
                        .collect(Collectors.partitioningBy(id -> UUIDS.matcher(id).matches()));
        var anyCase = new ArrayList<String>(present(email, name));
        anyCase.addAll(ids.getOrDefault(true, List.of()));
        return new Mention(ids.getOrDefault(false, List.of()), anyCase);
    }

    /// The parts of an event that go: those that name them, and where they acted, the client they
    /// did it with.
    static Set<Part> parts(Entry entry, Mention mention) {
        if (OwnRecords.is(entry)) {
            return OwnRecords.naming(entry, mention);
        }
        var parts = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            byte[] bytes = entry.draft().stored(part);
            if (bytes != null && mention.in(bytes)) {
                parts.add(part);
            }
        }
        if (parts.contains(Part.ACTOR) && entry.draft().stored(Part.CLIENT) != null) {
            parts.add(Part.CLIENT);
        }
        return parts;
    }

    /// What stands for them in the certificate: whoever has the salt and knows them can make it
    /// anew, nobody else can guess it.
    byte[] hash(byte[] salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("indelible-person/v1".getBytes(UTF_8));
            digest.update(salt);
            for (String value : new @Nullable String[] {actor, email, target, name}) {
                byte[] bytes = value == null ? new byte[0] : value.getBytes(UTF_8);
                digest.update((byte) (bytes.length >>> 8));
                digest.update((byte) bytes.length);
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
