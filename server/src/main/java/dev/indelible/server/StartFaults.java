package dev.indelible.server;

import dev.indelible.server.config.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Why a server does not start, and what would help.
final class StartFaults {
    private StartFaults() {}

    static String said(Throwable failure, Settings settings) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case BindException _ -> {
                    return unbound(settings);
                }
                case UnknownHostException _, UnresolvedAddressException _ -> {
                    return unknown(settings);
                }
                case FileSystemException fault -> {
                    return unusable(fault, settings);
                }
                case CharacterCodingException _ -> {
                    return "a file that a setting names is not UTF-8";
                }
                default -> {
                    // Perhaps its own cause says more.
                }
            }
        }
        return String.valueOf(failure.getMessage());
    }

    /// The web server only logs why; so it is tried once more.
    private static String unbound(Settings settings) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(settings.address(), settings.port()));
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("ermission")) {
                return "port %d is not allowed; choose one from 1024 on with INDELIBLE_PORT"
                        .formatted(settings.port());
            }
            if (!message.contains("in use")) {
                return unknown(settings);
            }
        }
        return "port %d is in use; choose another with INDELIBLE_PORT, or 0 for any free one"
                .formatted(settings.port());
    }

    private static String unknown(Settings settings) {
        return "this machine has no address %s; choose another with INDELIBLE_ADDRESS, such as 127.0.0.1"
                .formatted(settings.address());
    }

    private static String unusable(FileSystemException fault, Settings settings) {
        Path data = settings.data().toAbsolutePath().normalize();
        Path file = Path.of(String.valueOf(fault.getFile())).toAbsolutePath().normalize();
        if (fault instanceof AccessDeniedException && file.toString().endsWith(".key")) {
            // Another folder would have other keys.
            return "%s: no permission to read it; give it to the user that runs the server"
                    .formatted(file);
        }
        String why =
                switch (fault) {
                    case AccessDeniedException _ -> "no permission to write it";
                    case FileAlreadyExistsException _ -> "it is no folder";
                    case NoSuchFileException _ -> "it is not there, and could not be made";
                    default -> String.valueOf(fault.getReason());
                };
        return file.startsWith(data) || data.startsWith(file)
                ? "%s: %s; choose another folder with INDELIBLE_DATA".formatted(file, why)
                : "%s: %s".formatted(file, why);
    }
}
