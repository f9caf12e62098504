package dev.indelible.core.delivery;

import dev.indelible.core.journal.Entry;
import dev.indelible.core.journal.Journal;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// What all lanes share.
///
/// @param erased whether a part of this event was erased, so that its batch has other bytes now
public record Supplies(
        Journal journal,
        DeliveryStore store,
        InstantSource clock,
        RandomGenerator random,
        Shares shares,
        Predicate<Entry> erased) {}
