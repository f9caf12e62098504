package dev.indelible.core.search;

import java.util.Optional;

/// Guesses which field a misspelt name means.
final class Spelling {
    private static final int DISTANCE_MAX = 2;

    private Spelling() {}

    /// The label of the field that is spelt most like this, if any is spelt nearly so.
    static Optional<String> nearest(String name) {
        Optional<String> nearest = Optional.empty();
        int least = DISTANCE_MAX + 1;
        for (Field field : Field.values()) {
            int distance = distance(Field.folded(name), Field.folded(field.label()));
            if (distance < least) {
                least = distance;
                nearest = Optional.of(field.label());
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
