package dev.indelible.core.protection;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Names of members that hold secrets, in any case.
final class MemberNames {
    /// Longer than any ending, also where nothing is seen of some of its characters.
    private static final int ENDING_CHARS_MAX = 128;

    private final Set<String> names;
    private final List<String> endings;
    private final boolean joined;
    private final List<String> signs;

    private MemberNames(
            Set<String> names, List<String> endings, boolean joined, List<String> signs) {
        this.names = Set.copyOf(names);
        this.endings = List.copyOf(endings);
        this.joined = joined;
        this.signs = List.copyOf(signs);
    }

    /// Exactly these.
    static MemberNames exactly(Set<String> names) {
        var folded = new TreeSet<String>();
        names.forEach(name -> folded.add(Name.of(name).folded()));
        boolean plain =
                folded.stream()
                        .allMatch(name ->
                                name.length() >= Prefilter.SIGN_CHARS_MIN
                                        && name.chars().allMatch(MemberNames::isPlain));
        return new MemberNames(folded, List.of(), false, plain ? List.copyOf(folded) : List.of());
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '/';
    }

    /// These and those that end so, one of them or several, written with or without `-`, `_`, `.`
    /// and blanks between their words.
    ///
    /// @param signs of which each such name has one in it, as [Finder#signs()] says
    static MemberNames joined(Set<String> names, List<String> endings, List<String> signs) {
        return new MemberNames(names, endings, true, signs);
    }

    boolean has(Name name) {
        if (!joined) {
            return names.contains(name.folded());
        }
        return hasOne(name.joined()) || hasSeveral(name);
    }

    /// Whether the name is of several such things. What it counts is a number, not a secret.
    boolean hasSeveral(Name name) {
        String text = name.joined();
        return joined && text.endsWith("s") && hasOne(text.substring(0, text.length() - 1));
    }

    private boolean hasOne(String name) {
        if (names.contains(name)) {
            return true;
        }
        for (String ending : endings) {
            if (name.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /// Whether all that is below such a member is meant, whatever it tells.
    boolean isExact() {
        return !joined;
    }

    /// A name as it is compared.
    ///
    /// @param folded in small letters, as one sees it
    /// @param joined the same without what stands between words
    record Name(String folded, String joined) {
        static Name of(String name) {
            String folded = folded(name);
            var bare = new StringBuilder(folded.length());
            for (int i = 0; i < folded.length(); i++) {
                char c = folded.charAt(i);
                if (!Prefilter.isJoint(c)) {
                    bare.append(c);
                }
            }
            return new Name(folded, bare.toString());
        }

        /// In small letters, as one sees it; mostly it is written so.
        static String folded(String name) {
            int plain = 0;
            while (plain < name.length() && isSmall(name.charAt(plain))) {
                plain++;
            }
            if (plain == name.length()) {
                return name;
            }
            var seen = new StringBuilder(name.length());
            name.codePoints()
                    .filter(c -> !Letters.isUnseen(c))
                    .forEach(c -> seen.appendCodePoint(Letters.narrow(c)));
            return seen.toString().toLowerCase(Locale.ROOT);
        }

        private static boolean isSmall(char c) {
            return c < 0x7f && (c < 'A' || c > 'Z');
        }

        /// The name that what it ends with makes: all that is compared of names that end so.
        static Name ofEnding(String name) {
            return of(name.substring(Math.max(0, name.length() - ENDING_CHARS_MAX)));
        }
    }

    /// Whether there are none.
    boolean isEmpty() {
        return names.isEmpty() && endings.isEmpty();
    }

    List<String> signs() {
        return signs;
    }
}
