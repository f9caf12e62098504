package dev.indelible.core.search;

import dev.indelible.core.access.Access;
import dev.indelible.core.access.Caller;
import dev.indelible.core.access.Changed;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Right;
import dev.indelible.core.access.Teller;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Who may keep, see and change saved searches: readers keep their own and see the shared ones; a
/// search is changed by its owner, a shared one also by an administrator. Any thread.
public final class SearchShelf {
    private static final int SEARCHES_MAX = 500;
    private static final int ID_BYTES = 8;
    private static final SavedSearch.Owner NOBODY = new SavedSearch.Owner("erased", "erased");

    private final SavedSearches searches;
    private final Access access;
    private final InstantSource clock;
    private final RandomGenerator random;

    public SearchShelf(
            SavedSearches searches, Access access, InstantSource clock, RandomGenerator random) {
        this.searches = searches;
        this.access = access;
        this.clock = clock;
        this.random = random;
    }

    /// The caller's own searches of an organization and the shared ones, by name.
    ///
    /// @throws Denied if the caller may not read there
    public List<SavedSearch> list(Caller caller, String organization) {
        requireReader(caller, organization);
        return searches.of(organization).stream().filter(one -> isSeen(caller, one)).toList();
    }

    /// Keeps a search.
    ///
    /// @throws Denied if the caller may not read there
    /// @throws Rejected if it cannot be kept, or there are too many
    public synchronized SavedSearch keep(
            Caller caller,
            String organization,
            SavedSearch.Asked asked,
            Teller<SavedSearch> teller) {
        requireReader(caller, organization);
        asked.check(clock.millis());
        if (searches.of(organization).size() >= SEARCHES_MAX) {
            throw new Rejected(
                    Problem.PARAMETER_INVALID,
                    "organization '%s' has %d saved searches, which is the most; remove one"
                            .formatted(organization, SEARCHES_MAX));
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        var owner = new SavedSearch.Owner(caller.id(), caller.name());
        var search =
                new SavedSearch(
                        "s" + HexFormat.of().formatHex(id),
                        organization,
                        owner,
                        asked,
                        clock.millis());
        teller.tell(search, () -> searches.put(search));
        return search;
    }

    /// Changes a search.
    ///
    /// @throws Rejected if the caller sees no such search, or it cannot be kept so
    /// @throws Denied if it is not the caller's to change
    public synchronized Changed<SavedSearch> change(
            Caller caller,
            String id,
            SavedSearch.Asked asked,
            Teller<Changed<SavedSearch>> teller) {
        SavedSearch before = changeable(caller, id);
        asked.check(clock.millis());
        var search =
                new SavedSearch(id, before.organization(), before.owner(), asked, clock.millis());
        var both = new Changed<>(before, search);
        teller.tell(both, () -> searches.put(search));
        return both;
    }

    /// Removes a search.
    ///
    /// @throws Rejected if the caller sees no such search
    /// @throws Denied if it is not the caller's to change
    public synchronized SavedSearch remove(Caller caller, String id, Teller<SavedSearch> teller) {
        SavedSearch search = changeable(caller, id);
        teller.tell(search, () -> searches.remove(id));
        return search;
    }

    private SavedSearch changeable(Caller caller, String id) {
        SavedSearch search =
                searches.find(id)
                        .filter(one -> isReader(caller, one.organization()) && isSeen(caller, one))
                        .orElseThrow(() ->
                                new Rejected(
                                        Problem.NOT_FOUND,
                                        "there is no saved search '%s'".formatted(id)));
        boolean isAdministrator =
                access.may(caller, Right.ADMINISTER, Level.organization(search.organization()));
        if (!isOwner(caller, search) && !isAdministrator) {
            throw new Denied(
                    Problem.NOT_GRANTED,
                    "the search '%s' is %s's; keep one of your own"
                            .formatted(search.asked().name(), search.owner().name()));
        }
        return search;
    }

    private static boolean isSeen(Caller caller, SavedSearch search) {
        return search.asked().shared() || isOwner(caller, search);
    }

    private static boolean isOwner(Caller caller, SavedSearch search) {
        return search.owner().id().equals(caller.id());
    }

    private boolean isReader(Caller caller, String organization) {
        return caller.grants().stream()
                .filter(grant -> grant.role().has(Right.READ) || grant.role().has(Right.AUDIT))
                .anyMatch(grant ->
                        grant.level().isInstance()
                                || organization.equals(grant.level().organization()));
    }

    private void requireReader(Caller caller, String organization) {
        if (!isReader(caller, organization)) {
            access.require(caller, Right.READ, Level.organization(organization));
        }
    }

    /// How many searches of an organization name a person.
    ///
    /// @param names whether a text does
    public long naming(String organization, Predicate<String> names) {
        return searches.of(organization).stream()
                .filter(one -> isAbout(one, names) || isOf(one, names))
                .count();
    }

    /// Removes searches that ask for a person, and those that only the person sees; what the person
    /// shares with others stays, and is nobody's.
    ///
    /// @param names whether a text names the person
    public synchronized void forget(String organization, Predicate<String> names) {
        for (SavedSearch one : searches.of(organization)) {
            if (isAbout(one, names) || (isOf(one, names) && !one.asked().shared())) {
                searches.remove(one.id());
            } else if (isOf(one, names)) {
                // An owner is what the search was made with: it is made anew.
                searches.remove(one.id());
                searches.put(
                        new SavedSearch(
                                one.id(),
                                one.organization(),
                                NOBODY,
                                one.asked(),
                                one.changedMillis()));
            }
        }
    }

    private static boolean isAbout(SavedSearch search, Predicate<String> names) {
        SavedSearch.Asked asked = search.asked();
        return names.test(asked.name())
                || names.test(asked.q())
                || asked.columns().stream().anyMatch(names);
    }

    private static boolean isOf(SavedSearch search, Predicate<String> names) {
        return names.test(search.owner().id()) || names.test(search.owner().name());
    }
}
