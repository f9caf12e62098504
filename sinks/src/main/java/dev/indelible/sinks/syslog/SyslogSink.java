package dev.indelible.sinks.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Answer.Refusal;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.sinks.Exchanges;
import dev.indelible.sinks.http.Classes;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.sinks.syslog.Relp.RefusedByRelpException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends messages on a connection that stays. Over TCP and TLS they are "sent" when the system took
/// them, which proves nothing; over RELP the receiver answers each.
final class SyslogSink implements Sink {
    private static final int BATCH_BYTES = 1 << 20;
    private static final int SHOWN_CHARS_MAX = 4096;

    private final SyslogSettings settings;
    private final Outgoing outgoing;
    private final Messages messages;
    private @Nullable Connection connection;
    private @Nullable Relp relp;
    private String partialBatchId = "";
    private int partialConfirmed;

    SyslogSink(SyslogSettings settings, Outgoing outgoing) {
        this.settings = settings;
        this.outgoing = outgoing;
        this.messages = new Messages(settings);
    }

    @Override
    public Guarantee guarantee() {
        return settings.isRelp() ? Guarantee.ACCEPTED : Guarantee.SENT;
    }

    @Override
    public String renderer() {
        return messages.name();
    }

    @Override
    public Bounds bounds() {
        return new Bounds(settings.batchEvents(), BATCH_BYTES, 1);
    }

    @Override
    public byte[] render(Batch batch) {
        return messages.render(batch);
    }

    @Override
    public Answer send(Parcel parcel) {
        try (var watchdog = new Watchdog(settings.deadline())) {
            try {
                Connection open = ready(watchdog);
                open.timeout(settings.deadline());
                return settings.isRelp() ? relp(open, parcel) : plain(open, parcel);
            } catch (RefusedByRelpException e) {
                String said = Classes.excerpt(String.valueOf(e.getMessage()));
                return new Answer.Transient(
                        new Refusal(0, "The receiver refuses it.", said), Optional.empty());
            } catch (IOException e) {
                disconnect();
                return watchdog.hasBarked()
                        ? new Answer.Transient(
                                new Refusal(0, "Not done within the deadline.", ""),
                                Optional.empty())
                        : Classes.of(e);
            }
        }
    }

    private Connection ready(Watchdog watchdog) throws IOException {
        Connection open = connection;
        if (open != null) {
            watchdog.closes(open.raw());
            if (!open.hasEnded()) {
                return open;
            }
            disconnect();
        }
        open = Connection.open(settings, outgoing, watchdog);
        connection = open;
        return open;
    }

    private Answer plain(Connection open, Parcel parcel) throws IOException {
        open.out().write(parcel.body());
        open.out().flush();
        return new Answer.Confirmed(receipt("sent", Messages.split(parcel.body())));
    }

    /// What was answered before a connection broke is not sent again.
    private Answer relp(Connection open, Parcel parcel) throws IOException {
        List<byte[]> all = Messages.split(parcel.body());
        if (!partialBatchId.equals(parcel.batchId())) {
            partialBatchId = parcel.batchId();
            partialConfirmed = 0;
        }
        Relp session = relp;
        if (session == null || !session.hasRoom(all.size())) {
            session = new Relp(open);
            relp = session;
        }
        int before = partialConfirmed;
        session.send(all.subList(before, all.size()), count -> partialConfirmed = before + count);
        partialBatchId = "";
        return new Answer.Confirmed(receipt("answered by RELP", all));
    }

    private static String receipt(String verb, List<byte[]> messages) {
        int stubs = Messages.stubs(messages);
        return "%d %s %s%s"
                .formatted(
                        messages.size(),
                        messages.size() == 1 ? "message" : "messages",
                        verb,
                        stubs == 0 ? "" : ", " + stubs + " of them stubs, being too long");
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        relp = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public Map<String, Acknowledgement> acknowledged() {
        return Map.of();
    }

    @Override
    public Exchange test(Parcel parcel) {
        disconnect();
        Answer answer = send(parcel);
        Connection open = connection;
        String request = new String(parcel.body(), UTF_8);
        String unverified =
                settings.isTls() && settings.tls().skipVerify()
                        ? " Its certificate is not verified: anybody in between can read and"
                                + " change everything."
                        : "";
        return new Exchange(
                answer,
                request.substring(0, Math.min(request.length(), SHOWN_CHARS_MAX)),
                "",
                open == null ? Map.of() : new LinkedHashMap<>(open.phases()),
                open == null ? "" : open.tls(),
                meaning(answer) + unverified);
    }

    private String meaning(Answer answer) {
        return answer instanceof Answer.Confirmed confirmed && guarantee() == Guarantee.SENT
                ? "Nobody says whether it arrived: %s.".formatted(confirmed.receipt())
                : Exchanges.meaning(answer);
    }

    @Override
    public void close() {
        disconnect();
    }
}
