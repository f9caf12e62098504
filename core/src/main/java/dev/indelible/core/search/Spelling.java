package dev.indelible.core.search;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/// Guesses which name a misspelt one means.
public final class Spelling {
    private static final int DISTANCE_MAX = 2;

    private Spelling() {}

    /// The label of the field that is spelt most like this, if any is spelt nearly so.
    static Optional<String> nearest(String name) {
        return nearest(name, Arrays.stream(Field.values()).map(Field::label).toList());
    }

    /// The one of the known names that is spelt most like this in any case, if any is spelt nearly
    /// so; the first of several.
    public static Optional<String> nearest(String name, Collection<String> known) {
        Optional<String> nearest = Optional.empty();
        int least = DISTANCE_MAX + 1;
        for (String one : known) {
            int distance = distance(Field.folded(name), Field.folded(one));
            if (distance < least) {
                least = distance;
                nearest = Optional.of(one);
            }
        }
        return nearest;
    }

    /// Levenshtein's distance.
    private static int distance(String one, String other) {
        if (one.length() > other.length() + DISTANCE_MAX) {
            return DISTANCE_MAX + 1;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(diagonal + changed, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
