package dev.indelible.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where delivery may name a person, beside the events themselves, which stay in the journal: the
/// words of receivers about parked events, and what destinations are called and told to do. Any
/// thread.
public final class NamedPersons {
    /// Why an event is parked again of which bytes were being sent.
    static final Answer.Refusal SENDING_ERASED =
            new Answer.Refusal(
                    0, "what was being sent of it named a person who was erased; send it anew", "");

    private static final String ERASED = "erased";
    private static final int ESCAPES_DEEP = 16;

    /// Around strings of JSON, and values of CEF.
    private static final Pattern EDGE = Pattern.compile("[\"=\\v]|\\h(?=\\w++=)");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|([\"\\\\/]))");

    private final Deliveries deliveries;
    private final DeliveryStore store;

    public NamedPersons(Deliveries deliveries, DeliveryStore store) {
        this.deliveries = deliveries;
        this.store = store;
    }

    /// How many parked events and destinations name a person, by kind.
    ///
    /// @param names whether a text does
    public Map<String, Long> naming(String organization, Predicate<String> names) {
        long parked = 0;
        long destinations = 0;
        for (Destination destination : of(organization)) {
            parked += parked(destination, organization, names).size();
            parked +=
                    sending(destination, organization, names).stream()
                            .filter(one -> !one.names(names))
                            .count();
            destinations += isNaming(destination, names) ? 1 : 0;
        }
        var counts = new TreeMap<String, Long>();
        counts.put("parked", parked);
        counts.put("destinations", destinations);
        return counts;
    }

    /// Takes the words of receivers away where they name a person, and what is being sent of parked
    /// events, which are parked again; and has batches that are not confirmed made anew from what
    /// is left of their events. What destinations are told to do stays: without it they would get
    /// other events.
    ///
    /// @param names whether a text names the person
    public void forget(String organization, Predicate<String> names) {
        for (Destination destination : of(organization)) {
            sending(destination, organization, names)
                    .forEach(one ->
                            Parked.change(
                                    store,
                                    one,
                                    now -> isSending(now, names),
                                    now -> now.parkedAgain(SENDING_ERASED, now.attempts())));
            parked(destination, organization, names)
                    .forEach(one ->
                            Parked.change(
                                    store,
                                    one,
                                    now -> now.names(names),
                                    now -> now.silent(ERASED)));
            deliveries.reload(destination.id());
        }
    }

    /// Also those of the whole instance, which get events of this organization.
    private List<Destination> of(String organization) {
        return deliveries.destinations().stream()
                .filter(destination ->
                        destination.organization() == null
                                || organization.equals(destination.organization()))
                .toList();
    }

    private List<Parked> parked(
            Destination destination, String organization, Predicate<String> names) {
        return Parked.all(store, destination.id(), Parked.State.ALL)
                .filter(one -> one.organization().equals(organization) && one.names(names))
                .toList();
    }

    /// Those of which bytes are being sent that name the person.
    private List<Parked> sending(
            Destination destination, String organization, Predicate<String> names) {
        return Parked.all(store, destination.id(), Set.of(Parked.State.SENDING))
                .filter(one -> one.organization().equals(organization))
                .filter(one -> isSending(one, names))
                .toList();
    }

    private boolean isSending(Parked parked, Predicate<String> names) {
        return parked.state() == Parked.State.SENDING
                && store.resend(parked.destination(), parked.destinationSequence())
                        .map(resend -> new String(resend.body(), UTF_8))
                        .filter(body -> isNaming(body, names))
                        .isPresent();
    }

    /// Whether a text or one of the strings in it names the person, also in escapes, and in escapes
    /// within escapes. What names them may be so short that it does only as a whole.
    private static boolean isNaming(String json, Predicate<String> names) {
        String text = json;
        for (int depth = 0; depth < ESCAPES_DEEP; depth++) {
            if (names.test(text) || EDGE.splitAsStream(text).anyMatch(names)) {
                return true;
            }
            String plainer = unescaped(text);
            if (plainer.equals(text)) {
                return false;
            }
            text = plainer;
        }
        // So deep only somebody goes who wants to hide something, or to keep us busy.
        return true;
    }

    private static String unescaped(String json) {
        return ESCAPE.matcher(json)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                found.group(1) == null
                                        ? found.group(2)
                                        : Character.toString(
                                                Integer.parseInt(found.group(1), 16))));
    }

    private boolean isNaming(Destination destination, Predicate<String> names) {
        Optional<Answer.Refusal> last =
                deliveries
                        .live(destination)
                        .progress()
                        .condition()
                        .error()
                        .map(Condition.Failure::refusal);
        var words = new ArrayList<String>();
        words.add(destination.name());
        words.add(destination.filter());
        words.add(destination.settings());
        words.add(destination.changedBy());
        destination.earlier().forEach(one -> words.add(one.filter()));
        destination.pause().ifPresent(pause -> words.addAll(List.of(pause.by(), pause.reason())));
        last.ifPresent(refusal -> words.addAll(List.of(refusal.reason(), refusal.excerpt())));
        return words.stream().anyMatch(names);
    }
}
