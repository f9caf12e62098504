package dev.indelible.benchmarks;

import org.jspecify.annotations.Nullable;

/// Which events are asked for, alike of every engine: all that is named must fit.
///
/// @param word a word of the description, in small letters
record Filter(
        @Nullable String organization,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String outcome,
        @Nullable String word) {
    static final Filter ALL = new Filter(null, null, null, null, null);

    Filter organization(String wanted) {
        return new Filter(wanted, actor, action, outcome, word);
    }

    Filter actor(String wanted) {
        return new Filter(organization, wanted, action, outcome, word);
    }

    Filter action(String wanted) {
        return new Filter(organization, actor, wanted, outcome, word);
    }

    Filter outcome(String wanted) {
        return new Filter(organization, actor, action, wanted, word);
    }

    Filter word(String wanted) {
        return new Filter(organization, actor, action, outcome, wanted);
    }
}
