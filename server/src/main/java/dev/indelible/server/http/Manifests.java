package dev.indelible.server.http;

import dev.indelible.core.delivery.Destination;
import dev.indelible.core.delivery.Hour;
import dev.indelible.core.delivery.Parked;
import dev.indelible.core.delivery.Progress;
import dev.indelible.core.delivery.Statements;
import dev.indelible.proof.Note;
import dev.indelible.proof.Signer;
import dev.indelible.server.delivery.DeliveryDesk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What was delivered, hour by hour, as JSON and as a signed note. Its lines account for each
/// number up to the last of an hour: it is in the tree of that hour, or set aside.
///
/// ```
/// indelible-delivery-manifest/v3
/// <integration id>
/// before <number>                                   the last one of the hour before these
/// hour <start> <count> <first> <last> <root>        one line an hour
/// after <number>                                    what is aside up to this is on another page
/// aside <number> <event id> <state>                 parked, sending, sent (later) or skipped
/// more <number>                                     if more are aside after this one
/// chain <hash of the last confirmation>
/// ```
final class Manifests {
    private Manifests() {}

    /// @param after names what was set aside after this number
    static Map<String, Object> of(
            DeliveryDesk desk, Destination destination, long from, long to, long after) {
        Statements.Account account = desk.statements().account(destination.id(), from, to, after);
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
        document.put("before", account.before());
        document.put("hours", account.hours().stream().map(Manifests::members).toList());
        document.put("after", account.after());
        document.put("aside", account.aside().stream().map(Manifests::members).toList());
        account.next().ifPresent(next -> document.put("next", next));
        document.put("chain", chain);
        document.put("key", signer.verifierKey().toString());
        document.put("note", Note.signed(text(destination, account, chain), signer).toString());
        return document;
    }

    private static String text(Destination destination, Statements.Account account, String chain) {
        var lines = new ArrayList<String>();
        lines.add("indelible-delivery-manifest/v3");
        lines.add(destination.id());
        lines.add("before " + account.before());
        for (Hour hour : account.hours()) {
            lines.add(
                    "hour %s %d %d %d %s"
                            .formatted(
                                    IntegrationJson.time(hour.startMillis()),
                                    hour.count(),
                                    hour.first(),
                                    hour.last(),
                                    hour.root()));
        }
        lines.add("after " + account.after());
        for (Parked parked : account.aside()) {
            lines.add(
                    "aside %d %s %s"
                            .formatted(
                                    parked.destinationSequence(),
                                    parked.eventId(),
                                    parked.state().label()));
        }
        account.next().ifPresent(next -> lines.add("more " + next));
        lines.add("chain " + chain);
        return String.join("\n", lines) + "\n";
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

    private static Map<String, Object> members(Parked parked) {
        var members = new LinkedHashMap<String, Object>();
        members.put("destinationSequence", parked.destinationSequence());
        members.put("event", parked.eventId().toString());
        members.put("state", parked.state().label());
        return members;
    }
}
