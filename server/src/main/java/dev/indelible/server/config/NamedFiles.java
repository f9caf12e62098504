package dev.indelible.server.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// The files that an operator names: that of the settings, and those that settings name. What is
/// wrong with one is said before anything starts, with what would help.
public final class NamedFiles {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private NamedFiles() {}

    /// What a settings file says, by key. It has lines as [Properties] have them, `key=value`.
    ///
    /// @throws IllegalArgumentException if it cannot be read, or a line is no setting
    public static Map<String, String> settings(Path file) {
        var values = new HashMap<String, String>();
        List<String> lines = lines(file);
        int at = 0;
        while (at < lines.size()) {
            int number = at + 1;
            var line = new StringBuilder(lines.get(at++));
            while (goesOn(line) && at < lines.size()) {
                line.append('\n').append(lines.get(at++));
            }
            values.putAll(setting(line.toString(), "%s:%d".formatted(file, number)));
        }
        return values;
    }

    private static List<String> lines(Path file) {
        String called = "the settings file " + file;
        require(file, called, "--config");
        try {
            String text = Files.readString(file);
            return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s cannot be read: %s".formatted(called, reason(e)), e);
        }
    }

    /// Whether the value goes on in the next line: behind a backslash, if that is not one itself.
    private static boolean goesOn(CharSequence line) {
        String text = line.toString().stripLeading();
        int backslashes = text.length() - text.replaceFirst("\\\\+$", "").length();
        return backslashes % 2 == 1 && !text.startsWith("#") && !text.startsWith("!");
    }

    /// @param place for messages, which never have the value: it may be a secret
    private static Map<String, String> setting(String line, String place) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(line));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s: a \\u has no four hex digits behind it; write two backslashes for one"
                            .formatted(place),
                    e);
        }
        var values = new HashMap<String, String>();
        for (String key : properties.stringPropertyNames()) {
            if (!Setting.isKnown(key)) {
                throw new IllegalArgumentException(
                        "%s: '%s' is no setting; a line is key=value, and docs/operating.md has the keys"
                                .formatted(place, key));
            }
            values.put(key, properties.getProperty(key));
        }
        return values;
    }

    /// Checks that what these settings name can be read.
    ///
    /// @throws IllegalArgumentException if not
    public static void requireReadable(Settings settings) {
        settings.integrations().ifPresent(file -> require(file, Setting.INTEGRATIONS));
        settings.witnessPolicy().ifPresent(file -> require(file, Setting.WITNESS_POLICY));
        settings.protection().redaction().ifPresent(file -> require(file, Setting.REDACTION));
        settings.tls()
                .ifPresent(tls -> {
                    require(tls.certificate(), Setting.TLS_CERTIFICATE);
                    require(tls.privateKey(), Setting.TLS_PRIVATE_KEY);
                });
    }

    private static void require(Path file, Setting setting) {
        require(file, "%s names %s, which".formatted(setting.key(), file), setting.key());
    }

    private static void require(Path file, String called, String named) {
        wrong(file)
                .ifPresent(wrong -> {
                    throw new IllegalArgumentException(
                            "%s %s; %s takes a file that the server's user may read"
                                    .formatted(called, wrong, named));
                });
    }

    private static Optional<String> wrong(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of("is a folder");
        }
        try (var _ = Files.newInputStream(file)) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(reason(e));
        }
    }

    private static String reason(IOException fault) {
        return switch (fault) {
            case NoSuchFileException _ -> "is not there";
            case AccessDeniedException _ -> "may not be read";
            case CharacterCodingException _ -> "it is not UTF-8";
            default -> "cannot be opened: " + fault.getMessage();
        };
    }
}
