package dev.indelible.core.delivery;

/// A parked event by its name.
record Which(String destination, long destinationSequence) {
    static Which of(Parked parked) {
        return new Which(parked.destination(), parked.destinationSequence());
    }
}
