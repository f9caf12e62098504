package dev.indelible.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What is wrong with a file, for whoever named it.
final class FileFaults {
    private FileFaults() {}

    static String said(Exception fault) {
        return switch (fault) {
            case UncheckedIOException wrapped -> said(requireNonNull(wrapped.getCause()));
            case NoSuchFileException missing ->
                    "there is no file or folder %s".formatted(missing.getFile());
            case AccessDeniedException denied -> "%s is not allowed".formatted(denied.getFile());
            case FileSystemException other ->
                    "%s: %s".formatted(other.getFile(), other.getReason());
            default -> String.valueOf(fault.getMessage());
        };
    }

    /// Whether another name would help.
    static boolean isOfName(IOException fault) {
        return fault instanceof NoSuchFileException || fault instanceof AccessDeniedException;
    }
}
