package dev.indelible.server;

import dev.indelible.core.protection.Masking;
import dev.indelible.core.protection.MemberPath;
import dev.indelible.server.delivery.SecretBox;
import dev.indelible.server.seal.SealingKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The data folder: for its owner only. Holds `journal`, `tree`, `checkpoints`, `index`,
/// `lifecycle`, `quotas` (what was used of the day), `untold` (what is done and waits to be told in
/// the log), `native` (libraries while they are loaded), `registry.sqlite`, `registry.key`,
/// `delivery.sqlite`, `delivered` (what destinations of type file write), `cursor.key`,
/// `sealing.key`, `secrets.key`, `protection.key`.
final class DataFolder {
    private static final int CURSOR_KEY_BYTES = 32;
    private static final int REGISTRY_KEY_BYTES = 32;
    private static final int PROTECTION_KEY_BYTES = 32;

    private static final List<String> PRIVATE =
            List.of(
                    "journal",
                    "index",
                    "tree",
                    "checkpoints",
                    "lifecycle",
                    "quotas",
                    "untold",
                    "native");

    private static final Set<PosixFilePermission> OWNERS =
            PosixFilePermissions.fromString("rw-------");
    private static final System.Logger logger = System.getLogger(DataFolder.class.getName());

    private static final FileAttribute<?> FOLDER = permissions("rwx------");
    private static final FileAttribute<?> FILE = permissions("rw-------");

    private DataFolder() {}

    static Path prepare(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            // So from the first moment on: who opened a folder keeps it, whatever becomes of it.
            Path parent = Objects.requireNonNull(absolute.getParent());
            Files.createDirectories(parent);
            Files.createDirectory(absolute, attributes(parent, FOLDER));
        }
        // The folder itself may be somebody else's to open, such as a volume's; what events are in
        // is for us alone.
        for (String name : PRIVATE) {
            Path part = absolute.resolve(name);
            Files.createDirectories(part, attributes(absolute, FOLDER));
            forOwnerOnly(part);
        }
        return absolute;
    }

    /// The key that seals cursors: made once, so that cursors outlive a restart.
    static byte[] cursorKey(Path folder, RandomGenerator random) throws IOException {
        Path file = folder.resolve("cursor.key");
        if (Files.exists(file) && Files.size(file) == CURSOR_KEY_BYTES) {
            return read(file);
        }
        return made(file, CURSOR_KEY_BYTES, random);
    }

    /// The master seed of all log keys: made once, before anything is signed.
    ///
    /// @param signed whether anything was ever signed
    /// @throws IOException also if it is missing although something was signed
    static byte[] sealingSeed(Path folder, RandomGenerator random, boolean signed)
            throws IOException {
        Path file = folder.resolve("sealing.key");
        if (Files.exists(file)) {
            return kept(file, SealingKeys.SEED_BYTES);
        }
        if (signed) {
            throw new IOException(
                    "%s is missing, with which checkpoints were signed; bring it back from a backup"
                            .formatted(file));
        }
        return made(file, SealingKeys.SEED_BYTES, random);
    }

    /// The key that secrets are hashed with: made once, before any secret is.
    ///
    /// @param hashed whether anything was ever hashed
    /// @throws IOException also if it is missing although something was hashed
    static byte[] registryKey(Path folder, RandomGenerator random, boolean hashed)
            throws IOException {
        Path file = folder.resolve("registry.key");
        if (Files.exists(file)) {
            return kept(file, REGISTRY_KEY_BYTES);
        }
        if (hashed) {
            throw new IOException(
                    "%s is missing, with which all keys were hashed; bring it back from a backup"
                            .formatted(file));
        }
        return made(file, REGISTRY_KEY_BYTES, random);
    }

    /// What hides these members; the key of its hashes is made once. Also where nothing is hidden:
    /// a value may be asked for by its hash there too, which is the same when something is later.
    ///
    /// @param used whether there are events, whose hashes somebody may have been told
    static Masking masking(
            List<MemberPath> members, Path folder, RandomGenerator random, boolean used)
            throws IOException {
        Path file = folder.resolve("protection.key");
        if (Files.exists(file)) {
            return new Masking(members, kept(file, PROTECTION_KEY_BYTES));
        }
        if (used) {
            // No reason to stop: an earlier release made none, and no event depends on it.
            logger.log(
                    System.Logger.Level.WARNING,
                    "{0} is missing and is made anew: masks and hashes of values are others than those shown before; where it was lost, bring it back from a backup",
                    file);
        }
        return new Masking(members, made(file, PROTECTION_KEY_BYTES, random));
    }

    /// The key that encrypts the secrets of integrations: made once, before there is any.
    ///
    /// @param needed whether there are secrets that were encrypted with it
    /// @throws IOException also if it is missing although it is needed
    static byte[] secretsKey(Path folder, RandomGenerator random, boolean needed)
            throws IOException {
        Path file = folder.resolve("secrets.key");
        if (Files.exists(file)) {
            return kept(file, SecretBox.KEY_BYTES);
        }
        if (needed) {
            throw new IOException(
                    "%s is missing, with which secrets of integrations were encrypted; bring it back from a backup or set INDELIBLE_SECRETS_KEY"
                            .formatted(file));
        }
        return made(file, SecretBox.KEY_BYTES, random);
    }

    /// @throws IOException also if it is of another length than it was made with
    private static byte[] kept(Path file, int bytes) throws IOException {
        byte[] key = read(file);
        if (key.length != bytes) {
            throw new IOException(
                    "%s has %d bytes instead of %d; bring it back from a backup"
                            .formatted(file, key.length, bytes));
        }
        return key;
    }

    /// A key; for its owner only from here on, also where a backup brought it back otherwise.
    private static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("%s is no file; bring it back from a backup".formatted(file));
        }
        if (hasPermissions(file) && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
            try {
                Files.setPosixFilePermissions(file, OWNERS);
            } catch (IOException e) {
                logger.log(
                        System.Logger.Level.WARNING,
                        "others than the owner of {0} may open it, and the server may not change that",
                        file);
            }
        }
        return Files.readAllBytes(file);
    }

    private static byte[] made(Path file, int bytes, RandomGenerator random) throws IOException {
        byte[] key = new byte[bytes];
        random.nextBytes(key);
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, attributes(folderOf(unfinished), FILE));
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(key));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        }
        return key;
    }

    /// Whether this folder was ever sealed.
    static boolean hasSealingSeed(Path folder) {
        return Files.exists(folder.resolve("sealing.key"));
    }

    /// Also where an earlier release made the folder.
    private static void forOwnerOnly(Path folder) throws IOException {
        if (hasPermissions(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static FileAttribute<?> permissions(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    /// Of what is made in a folder.
    private static FileAttribute<?>[] attributes(Path folder, FileAttribute<?> permissions)
            throws IOException {
        return hasPermissions(folder)
                ? new FileAttribute<?>[] {permissions}
                : new FileAttribute<?>[0];
    }

    private static boolean hasPermissions(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix");
    }
}
