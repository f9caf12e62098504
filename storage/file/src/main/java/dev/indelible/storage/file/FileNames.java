package dev.indelible.storage.file;

import java.util.OptionalLong;

/// The names of all files of a journal.
final class FileNames {
    private static final String RAW = ".raw";
    private static final String SEALED = ".zst";
    static final String NEW = ".new";
    private static final String IDS = ".ids";
    private static final String CONTENTS = ".contents";

    private FileNames() {}

    static String raw(long first) {
        return position(first) + RAW;
    }

    /// A raw file that lost its header and is kept for a person to look at.
    static String setAside(long first) {
        return raw(first) + ".damaged";
    }

    static String sealed(long first) {
        return position(first) + SEALED;
    }

    /// What the raw file holds, and where.
    static String contents(long first) {
        return position(first) + CONTENTS;
    }

    static String unfinished(long first) {
        return position(first) + SEALED + NEW;
    }

    static String ids(long first) {
        return position(first) + IDS;
    }

    /// A table with so many slots that waits to be needed.
    static String blankIds(long slots) {
        return slots + IDS + NEW;
    }

    static boolean isUnfinished(String name) {
        return name.endsWith(NEW);
    }

    static OptionalLong rawFirst(String name) {
        return first(name, RAW);
    }

    static OptionalLong sealedFirst(String name) {
        return first(name, SEALED);
    }

    static OptionalLong contentsFirst(String name) {
        return first(name, CONTENTS);
    }

    static OptionalLong idsFirst(String name) {
        return first(name, IDS);
    }

    private static OptionalLong first(String name, String ending) {
        return name.endsWith(ending)
                ? OptionalLong.of(Long.parseLong(name, 0, name.length() - ending.length(), 10))
                : OptionalLong.empty();
    }

    private static String position(long first) {
        return "%020d".formatted(first);
    }
}
