package dev.indelible.core.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.access.Caller;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/* A mask has a keyed hash of what it hides: HMAC-SHA-256 over the organization and the value, cut
 * to 64 bits. So it can be seen that two events have the same value, and, by who asks for the hash
 * of a value, whether one has it; but nobody without the key can try values. Values are hashed and
 * compared in small letters, as searches compare them. Masks are made when they are shown and kept
 * nowhere here, but copies that were taken out have those that an earlier form of the hash made.
 *
 * What a foreign event was sent as (`detail.original`) has copies of everything, and so has what
 * was asked in Indelible's own record of reads: both are protected with the first member that is. */

/// Hides protected members of events from those who may not see them. Immutable; any thread.
public final class Masking {
    private static final int HASH_HEX = 16;
    private static final String HASHED =
            "in small letters, names as they are seen, and what changes say";
    private static final MemberPath ORIGINAL = MemberPath.of("detail.original");
    private static final MemberPath ASKED = MemberPath.of("detail.request.endpoint");
    private static final List<String> PROTECTABLE =
            List.of("actor", "targets", "client", "detail", "correlationId", "region");

    /// Members that the server itself reads, whatever they are shown as.
    private static final List<MemberPath> TYPED =
            List.of(
                    MemberPath.of("actor.type"),
                    MemberPath.of("actor.onBehalfOf.type"),
                    MemberPath.of("detail.response"));

    private final List<MemberPath> paths;
    private final byte[] key;

    /// @param paths of what is protected, each with all that is below it
    /// @param key 32 bytes that are nowhere else
    /// @throws IllegalArgumentException if a path is of what everybody sees, or of what no event
    ///   has
    public Masking(List<MemberPath> paths, byte[] key) {
        for (MemberPath path : paths) {
            if (!PROTECTABLE.contains(path.first()) || TYPED.contains(path)) {
                throw new IllegalArgumentException(
                        "'%s' cannot be protected; what is in actor, targets, client and detail can, correlationId and region"
                                .formatted(path));
            }
            path.requireMember();
        }
        var all = new ArrayList<>(paths);
        if (!paths.isEmpty()) {
            all.add(ORIGINAL);
        }
        this.paths = List.copyOf(all);
        this.key = key.clone();
    }

    /// Hides nothing.
    public static Masking none() {
        return new Masking(List.of(), new byte[32]);
    }

    /// What is protected, as a list for people.
    public String members() {
        return paths.stream().map(MemberPath::toString).collect(Collectors.joining(", "));
    }

    /// What tells this from other maskings: it changes with what is protected, and with the key.
    /// Empty where nothing is.
    public String form() {
        return isEmpty() ? "" : hashAsWritten("", HASHED + paths);
    }

    /// Whether nothing is protected.
    public boolean isEmpty() {
        return paths.isEmpty();
    }

    /// Whether this place or something below it may be protected.
    public boolean covers(String place) {
        MemberPath asked = MemberPath.of(place);
        return paths.stream().anyMatch(path -> path.meets(asked));
    }

    /// The entry with masks in the place of protected members.
    public Entry shown(Entry entry) {
        Map<Part, byte[]> masked = masked(entry);
        if (masked.isEmpty()) {
            return entry;
        }
        var all = new EnumMap<Part, byte[]>(Part.class);
        for (Part part : Part.values()) {
            byte[] bytes = entry.parts().get(part);
            if (bytes != null) {
                all.put(part, masked.getOrDefault(part, bytes));
            }
        }
        return entry.showing(Parts.of(all));
    }

    /// The parts that have protected members.
    public Set<Part> parts(Entry entry) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        parts.addAll(masked(entry).keySet());
        return parts;
    }

    private Map<Part, byte[]> masked(Entry entry) {
        var masked = new EnumMap<Part, byte[]>(Part.class);
        List<MemberPath> here = paths;
        if (!paths.isEmpty() && entry.draft().key().equals(Caller.PLATFORM_ID)) {
            here = new ArrayList<>(paths);
            here.add(ASKED);
        }
        for (Part part : Part.values()) {
            byte[] bytes = entry.draft().stored(part);
            if (bytes != null && !here.isEmpty()) {
                var visitor = new Hiding(here, entry.organization(), bytes);
                JsonWalk.of(bytes, part == Part.CORE ? List.of() : List.of(part.member()), visitor);
                visitor.masked().ifPresent(after -> masked.put(part, after));
            }
        }
        return masked;
    }

    /// What a mask of this value shows, in whichever case it is written.
    ///
    /// @param value a text, or a number as it is written
    public String hash(String organization, String value) {
        return hashAsWritten(organization, normal(value));
    }

    private static String normal(String value) {
        return value.toLowerCase(Locale.ROOT);
    }

    /// What a mask of exactly this value showed before case made no difference.
    public String hashAsWritten(String organization, String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((organization.length() + ":" + organization).getBytes(UTF_8));
            byte[] hash = mac.doFinal(value.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_HEX);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA256", e);
        }
    }

    /// Whether the entry has this value, in any case, in this member or below it.
    public boolean has(Entry entry, MemberPath member, String value) {
        String normal = normal(value);
        var found = new boolean[1];
        for (Part part : Part.values()) {
            byte[] bytes = entry.draft().stored(part);
            if (bytes != null) {
                JsonWalk.of(
                        bytes,
                        part == Part.CORE ? List.of() : List.of(part.member()),
                        new JsonWalk.Visitor() {
                            private final ValuePlace where = new ValuePlace(bytes, List.of(member));

                            @Override
                            public boolean isWhole(List<String> place, int from) {
                                where.begins(place, from);
                                return false;
                            }

                            @Override
                            public void value(List<String> place, int from, int to) {
                                where.enter(place);
                                found[0] |=
                                        where.isIn(member)
                                                && normal(Masking.value(bytes, from, to))
                                                        .equals(normal);
                            }
                        });
            }
        }
        return found[0];
    }

    private static String value(byte[] json, int from, int to) {
        return json[from] == '"'
                ? JsonStrings.text(json, from + 1, to - 1)
                : JsonStrings.text(json, from, to);
    }

    /// Puts masks into one part.
    private final class Hiding implements JsonWalk.Visitor {
        private final List<MemberPath> here;
        private final String organization;
        private final byte[] json;
        private final ValuePlace where;
        private final Edits edits = new Edits();

        Hiding(List<MemberPath> here, String organization, byte[] json) {
            this.here = here;
            this.organization = organization;
            this.json = json;
            this.where = new ValuePlace(json, here);
        }

        Optional<byte[]> masked() {
            return edits.isEmpty() ? Optional.empty() : Optional.of(edits.applied(json));
        }

        @Override
        public boolean isWhole(List<String> place, int from) {
            where.begins(place, from);
            return isFree(place) && isHidden(place);
        }

        /// Also what a change says of a protected member.
        private boolean isHidden(List<String> place) {
            where.enter(place);
            return here.stream().anyMatch(where::isIn);
        }

        /// Where anything may stand, it is hidden as a whole: its names may tell as much.
        private boolean isFree(List<String> place) {
            if (place.size() < 2) {
                return false;
            }
            String second = place.get(1);
            boolean inDetail = place.getFirst().equals("detail");
            boolean inMember = second.equals("request") || second.equals("changes");
            return second.equals("permissions")
                    || (inDetail && (second.equals("original") || (inMember && place.size() > 2)));
        }

        @Override
        public void value(List<String> place, int from, int to) {
            if (json[from] == 'n' || !isHidden(place) || TYPED.stream().anyMatch(where::isIn)) {
                return;
            }
            boolean bare = json[from] == 't' || json[from] == 'f';
            String hash = bare ? "" : ": " + hash(organization, Masking.value(json, from, to));
            String mask = "\"[protected" + hash + "]\"";
            // Objects stay objects and lists stay lists, for whoever reads them by their type.
            edits.replace(
                    from,
                    to,
                    switch (json[from]) {
                        case '{' -> "{" + mask + ":\"\"}";
                        case '[' -> "[" + mask + "]";
                        default -> mask;
                    });
        }
    }
}
