package dev.indelible.core.lifecycle;

import java.util.Map;
import java.util.function.Predicate;

/// A place beside the events where persons may be named. Any thread.
public interface Elsewhere {
    /// How many things of an organization name a person, by kind such as `searches`; kinds of which
    /// none does are absent.
    ///
    /// @param names whether a text does
    Map<String, Long> naming(String organization, Predicate<String> names);

    /// Takes out what can go without harm, durably and also out of what the files no longer use.
    /// What names them afterwards remains.
    void erase(String organization, Predicate<String> names);
}
