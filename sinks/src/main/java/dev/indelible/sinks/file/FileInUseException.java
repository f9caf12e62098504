package dev.indelible.sinks.file;

import java.io.IOException;

/// Another destination or process writes the file.
final class FileInUseException extends IOException {
    FileInUseException(String message) {
        super(message);
    }
}
