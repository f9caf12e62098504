package dev.indelible.server.http;

import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Hour;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Progress;
import dev.indelible.proof.Note;
import dev.indelible.proof.Signer;
import dev.indelible.server.delivery.DeliveryDesk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What was delivered, hour by hour, as JSON and as a signed note:
///
/// ```
/// indelible-delivery-manifest/v1
/// <integration id>
/// hour <start> <count> <first> <last> <root>      one line an hour
/// parked <destinationSequence>                    one line an event that is set aside now
/// chain <hash of the last confirmation>
/// ```
final class Manifests {
    private static final int PARKED_MAX = 1_000;

    private Manifests() {}

    static Map<String, Object> of(DeliveryDesk desk, Destination destination, long from, long to) {
        List<Hour> hours = desk.statements().hours(destination.id(), from, to);
        List<Long> parked =
                Stream.of(Parked.State.PARKED, Parked.State.SENDING)
                        .flatMap(state ->
                                desk
                                        .store()
                                        .parked(destination.id(), state, 0, PARKED_MAX)
                                        .stream())
                        .map(Parked::destinationSequence)
                        .sorted()
                        .limit(PARKED_MAX)
                        .toList();
        String chain =
                desk.store()
                        .progress(destination.id(), Progress.LIVE)
                        .map(Progress::chain)
                        .orElse("");
        String log = Optional.ofNullable(destination.organization()).orElse("indelible");
        // A key of its own: what it signs can never pass for a checkpoint of the log.
        Signer signer = desk.keys().signer(desk.origins().of(log) + "/deliveries");
        var document = new LinkedHashMap<String, Object>();
        document.put("integration", destination.id());
        document.put("hours", hours.stream().map(Manifests::members).toList());
        document.put("parked", parked);
        document.put("chain", chain);
        document.put("key", signer.verifierKey().toString());
        document.put(
                "note", Note.signed(text(destination, hours, parked, chain), signer).toString());
        return document;
    }

    private static String text(
            Destination destination, List<Hour> hours, List<Long> parked, String chain) {
        var text = new StringBuilder("indelible-delivery-manifest/v1\n");
        text.append(destination.id()).append('\n');
        for (Hour hour : hours) {
            text.append(
                    "hour %s %d %d %d %s\n"
                            .formatted(
                                    IntegrationJson.time(hour.startMillis()),
                                    hour.count(),
                                    hour.first(),
                                    hour.last(),
                                    hour.root()));
        }
        parked.forEach(number -> text.append("parked ").append(number).append('\n'));
        return text.append("chain ").append(chain).append('\n').toString();
    }

    private static Map<String, Object> members(Hour hour) {
        var members = new LinkedHashMap<String, Object>();
        members.put("hour", IntegrationJson.time(hour.startMillis()));
        members.put("count", hour.count());
        members.put("first", hour.first());
        members.put("last", hour.last());
        members.put("root", hour.root());
        return members;
    }
}
