package dev.indelible.core.disk;

import java.io.IOException;
import java.util.List;

/// One flat folder of files. Names have letters, digits, dots and dashes.
///
/// Law for implementers: what a file holds survives a crash only after [DiskFile#force()]; that a
/// name exists, is gone or was renamed only after [#syncFolder()]. Any thread may call; one file's
/// writes come from one thread at a time.
public interface Disk {

    /// All names, in no order.
    List<String> list() throws IOException;

    /// Makes a new empty file, open for reading and writing.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if the name is taken
    DiskFile create(String name) throws IOException;

    /// Opens an existing file for reading and writing.
    ///
    /// @throws java.nio.file.NoSuchFileException if there is none
    DiskFile open(String name) throws IOException;

    /// Gives a file another name; a file of that name is replaced, at once or not at all.
    void rename(String from, String to) throws IOException;

    /// Removes a file. Files that are open stay readable through their [DiskFile].
    void delete(String name) throws IOException;

    /// Waits until all names made, removed or changed so far survive a crash.
    void syncFolder() throws IOException;

    /// Bytes that can still be written.
    long freeBytes() throws IOException;
}
