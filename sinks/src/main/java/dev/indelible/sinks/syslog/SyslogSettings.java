package dev.indelible.sinks.syslog;

import dev.indelible.sinks.HttpSettings;
import dev.indelible.sinks.SettingsReader;
import dev.indelible.sinks.http.Tls;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/// The settings of one syslog receiver.
///
/// @param transport `tls`, `tcp`, `relp` or `relp-tls`
/// @param format `json`, `cef` or `stackrox`
/// @param facility 0 to 23; 13 is the audit log's, 16 to 23 are local
/// @param messageBytesMax of one message; a longer one is replaced by a stub
record SyslogSettings(
        String host,
        int port,
        String transport,
        String format,
        int facility,
        String hostName,
        String appName,
        int messageBytesMax,
        SortedMap<String, String> extraFields,
        Tls tls,
        Duration deadline,
        int batchEvents) {

    static SyslogSettings read(SettingsReader settings) {
        String host = settings.requiredText("host", "syslog.example.com").strip();
        if (!host.isEmpty() && !host.matches("[A-Za-z0-9._:-]{1,253}")) {
            settings.fault("host", "host is a host name or an address");
        }
        String transport = settings.choice("transport", "tls", "tcp", "relp", "relp-tls");
        String format = settings.choice("format", "json", "cef", "stackrox");
        var extraFields = new TreeMap<>(settings.texts("extraFields"));
        if (!extraFields.isEmpty() && !format.equals("stackrox")) {
            settings.fault("extraFields", "extraFields is for the format stackrox alone");
        }
        return new SyslogSettings(
                host,
                settings.integer("port", port(transport), 1, 65_535),
                transport,
                format,
                settings.integer("facility", format.equals("stackrox") ? 16 : 13, 0, 23),
                word(settings, "hostName", "indelible", 255),
                word(settings, "appName", "indelible", 48),
                settings.integer("messageBytesMax", 8192, 1024, 1 << 20),
                extraFields,
                HttpSettings.tls(settings),
                Duration.ofSeconds(settings.integer("timeoutSeconds", 15, 1, 30)),
                settings.integer("batchEvents", 500, 1, 10_000));
    }

    private static int port(String transport) {
        return switch (transport) {
            case "tls" -> 6514;
            case "tcp" -> 514;
            default -> 2514;
        };
    }

    private static String word(
            SettingsReader settings, String name, String otherwise, int charsMax) {
        String word = settings.text(name, otherwise);
        if (word.length() > charsMax || !word.matches("[A-Za-z0-9._:-]+")) {
            settings.fault(
                    name,
                    "%s is 1 to %d letters, digits, dots, colons, _ and -"
                            .formatted(name, charsMax));
            return otherwise;
        }
        return word;
    }

    boolean isTls() {
        return transport.endsWith("tls");
    }

    boolean isRelp() {
        return transport.startsWith("relp");
    }
}
