package dev.indelible.storage.file;

import org.jspecify.annotations.Nullable;

/// What the blocks of a sealed file look like: one more with every change. New files have the last.
enum Layout {
    /// Texts are whole but for the id; its time is a difference to that of receipt.
    WHOLE_TEXTS(0x494e_444a_5a53_5431L), // INDJZST1

    /// UUIDs and times are taken out of texts, and an id's time is a difference of differences.
    TAKEN_VALUES(0x494e_444a_5a53_5432L); // INDJZST2

    private static final Layout[] ALL = values();

    private final long magic;

    Layout(long magic) {
        this.magic = magic;
    }

    /// That of new files.
    static Layout last() {
        return ALL[ALL.length - 1];
    }

    /// That of files that begin so, or null.
    static @Nullable Layout of(long magic) {
        for (Layout layout : ALL) {
            if (layout.magic == magic) {
                return layout;
            }
        }
        return null;
    }

    /// What a file of it begins with.
    long magic() {
        return magic;
    }
}
