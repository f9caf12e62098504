package dev.indelible.sinks.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.delivery.Answer;
import dev.indelible.core.delivery.Batch;
import dev.indelible.core.delivery.Guarantee;
import dev.indelible.core.delivery.Parcel;
import dev.indelible.core.delivery.Sink;
import dev.indelible.sinks.Exchanges;
import dev.indelible.sinks.Rendering;
import dev.indelible.sinks.http.Classes;
import dev.indelible.sinks.http.HttpPeer;
import dev.indelible.sinks.http.Outcome;
import dev.indelible.sinks.http.Outgoing;
import dev.indelible.sinks.http.Post;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Posts each parcel; any 2xx confirms it.
final class WebhookSink implements Sink {
    private final WebhookSettings settings;
    private final HttpPeer peer;
    private final Clock clock;
    private final Rendering body;

    WebhookSink(WebhookSettings settings, Outgoing outgoing, Clock clock) {
        this.settings = settings;
        this.peer = outgoing.http(settings.http().tls(), settings.http().deadline());
        this.clock = clock;
        this.body =
                switch (settings.format()) {
                    case "stackrox" ->
                            new StackRoxBody(settings.extraFields(), settings.addIdentity());
                    case "ocsf" -> new OcsfBody();
                    default -> new NativeBody();
                };
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.ACCEPTED;
    }

    @Override
    public String renderer() {
        return body.name();
    }

    @Override
    public Bounds bounds() {
        int count = settings.format().equals("stackrox") ? 1 : settings.batchEvents();
        return new Bounds(count, settings.batchBytes(), 1);
    }

    @Override
    public byte[] render(Batch batch) {
        return body.render(batch);
    }

    @Override
    public Answer send(Parcel parcel) {
        return answer(peer.post(post(parcel)));
    }

    private Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> Classes.of(answered, clock);
            case Outcome.Failed failed -> Classes.of(failed.failure());
        };
    }

    private Post post(Parcel parcel) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Indelible");
        headers.putAll(settings.http().headers());
        if (!settings.username().isEmpty()) {
            String credentials = settings.username() + ":" + settings.password();
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
        }
        long seconds = clock.instant().getEpochSecond();
        headers.put("webhook-id", parcel.batchId());
        headers.put("webhook-timestamp", Long.toString(seconds));
        if (parcel.replay()) {
            headers.put("indelible-replay", "true");
        }
        headers.put("Idempotency-Key", '"' + parcel.batchId() + '"');
        if (!settings.signing().isEmpty()) {
            headers.put(
                    "webhook-signature",
                    settings.signing().stream()
                            .map(key -> key.sign(parcel.batchId(), seconds, parcel.body()))
                            .collect(Collectors.joining(" ")));
        }
        return new Post(settings.http().endpoint(), headers, secretHeaders(), parcel.body());
    }

    private Set<String> secretHeaders() {
        var names = new HashSet<String>();
        names.add("authorization");
        settings.http()
                .headers()
                .keySet()
                .forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    @Override
    public Map<String, Acknowledgement> acknowledged() {
        return Map.of();
    }

    @Override
    public Exchange test(Parcel parcel) {
        Post post = post(parcel);
        Outcome outcome = peer.post(post);
        return Exchanges.of(post, outcome, answer(outcome), settings.http().tls().skipVerify());
    }

    @Override
    public void close() {
        // Connections belong to all destinations and end by themselves.
    }
}
