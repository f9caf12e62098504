package dev.indelible.cli.verify;

/// How many of something, as one says it.
final class Count {
    private Count() {}

    static String of(long count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }
}
