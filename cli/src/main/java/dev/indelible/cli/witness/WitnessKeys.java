package dev.indelible.cli.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.proof.KeyType;
import dev.indelible.proof.MalformedException;
import dev.indelible.proof.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/// The secret key of a witness in a file that only its owner can read.
public final class WitnessKeys {
    private WitnessKeys() {}

    /// Makes a key and writes it, once: an existing file is never touched.
    ///
    /// @param name of the witness, such as `witness.example.com/audit`
    public static SigningKey make(String name, Path file) throws IOException {
        SigningKey key = SigningKey.generate(KeyType.COSIGNATURE_ED25519, name, new SecureRandom());
        boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes =
                isPosix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (FileChannel channel =
                        FileChannel.open(
                                file,
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                attributes);
                OutputStream out = Channels.newOutputStream(channel)) {
            out.write((key.text() + "\n").getBytes(UTF_8));
            channel.force(true);
        }
        return key;
    }

    /// The key in a file.
    ///
    /// @throws IllegalStateException if others can read it, or it is no key of a witness
    public static SigningKey read(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ)) {
                throw new IllegalStateException(
                        "others can read %s; run chmod 600 on it".formatted(file));
            }
        }
        SigningKey key;
        try {
            key = SigningKey.parse(Files.readString(file).strip());
        } catch (MalformedException e) {
            throw new IllegalStateException("%s: %s".formatted(file, e.getMessage()), e);
        }
        if (!key.verifierKey().type().isTimestamped()) {
            throw new IllegalStateException(
                    "%s is the key of a log, not of a witness".formatted(file));
        }
        return key;
    }
}
