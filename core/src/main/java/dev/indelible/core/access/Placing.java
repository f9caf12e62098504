package dev.indelible.core.access;

import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.AuditException.Rejected;
import dev.indelible.core.ops.Problem;
import dev.indelible.event.AuditEvent;
import dev.indelible.event.SentEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where events go, and who may send them there.
public final class Placing {
    private final Levels levels;
    private volatile boolean unknownIsRefused;

    Placing(Levels levels) {
        this.levels = levels;
    }

    void refuseUnknown() {
        unknownIsRefused = true;
    }

    Sender sender(Caller caller) {
        return new Sender(caller);
    }

    /// The rules for the events of one sender.
    public final class Sender {
        private final Caller caller;
        private final List<Level> granted;

        /// Whether anything may be written to.
        private final boolean isOfAll;

        /// Organizations of which something may be.
        private final Set<String> writable = new HashSet<>();

        /// Organizations of which all may be.
        private final Set<String> whole = new HashSet<>();

        private Sender(Caller caller) {
            this.caller = caller;
            this.granted =
                    caller.grants().stream()
                            .filter(grant -> grant.role().has(Right.WRITE))
                            .map(Grant::level)
                            .distinct()
                            .toList();
            isOfAll = granted.stream().anyMatch(Level::isInstance);
            for (Level level : granted) {
                if (level.organization() != null) {
                    writable.add(level.organization());
                    if (level.isOrganization()) {
                        whole.add(level.organization());
                    }
                }
            }
        }

        /// The organization of an event. One that is named first by a sender of the instance comes
        /// into being with its first event.
        ///
        /// @param named the one that the event or the request names, if any
        /// @throws Denied if the sender may not write there
        /// @throws Rejected if it cannot be an organization's id
        public String organization(Optional<String> named) {
            String id = named.orElseGet(this::ownOrganization);
            if (!mayWriteTo(id)) {
                throw new Denied(
                        Problem.FOREIGN_ORGANIZATION,
                        mayNotWrite(Level.organization(Names.shown(id))),
                        Optional.of(id));
            }
            levels.isOpen(id);
            return id;
        }

        private String mayNotWrite(Level level) {
            return "'%s' may not write to %s; roles that may: %s"
                    .formatted(caller.id(), level, Right.WRITE.roles());
        }

        private boolean mayWriteTo(String organization) {
            return isOfAll || writable.contains(organization);
        }

        /// Whose share of the server a request takes: the organization's, if one may be written to,
        /// else that of all to which the caller may write together. Empty for who may write to all
        /// and names none: whose events come is not known then, and who gives such keys answers for
        /// them.
        ///
        /// @param named the organization that the request names, if any: not taken for who may not
        ///   write there, or they would use up its share
        public Optional<String> share(Optional<String> named) {
            Optional<String> own = Optional.ofNullable(caller.organization());
            if (own.isPresent()) {
                return own;
            }
            Optional<String> possible = named.filter(this::mayWriteTo);
            return possible.isPresent() || isOfAll
                    ? possible
                    : Optional.of(String.join(",", organizations()));
        }

        private List<String> organizations() {
            return writable.stream().sorted().toList();
        }

        private String ownOrganization() {
            if (isOfAll) {
                return Access.DEFAULT_ORGANIZATION;
            }
            List<String> organizations = organizations();
            if (organizations.size() != 1) {
                throw new Rejected(
                        Problem.PARAMETER_INVALID,
                        "'%s' may write to several organizations: name one".formatted(caller.id()));
            }
            return organizations.getFirst();
        }

        /// The event as it may be written: one of a sender of a single folder or project that names
        /// none is put there.
        ///
        /// @param organization where it goes
        /// @throws Denied if the sender may not write to the folder or project that it names
        /// @throws Rejected if unknown ones are refused and this is one
        public SentEvent placed(SentEvent sent, String organization) {
            boolean isWhole = isOfAll || whole.contains(organization);
            return isWhole && !unknownIsRefused ? sent : judged(sent, organization, isWhole);
        }

        /// Why where an event was placed takes no new one; empty if it does.
        public Optional<Rejected> closing(SentEvent placed, String organization) {
            if (!levels.isOpen(organization)) {
                Level all = Level.organization(organization);
                return Optional.of(Levels.closed(all, all));
            }
            Hierarchy now = levels.of(organization);
            return now.hasClosed() ? why(now, organization, placed.event()) : Optional.empty();
        }

        /// @param isWhole whether the sender may write anywhere in the organization
        private SentEvent judged(SentEvent sent, String organization, boolean isWhole) {
            AuditEvent event = sent.event();
            Level named = level(organization, event.folder(), event.project());
            // First, so that nobody learns what is registered where they may not write. Only that a
            // project's name is taken in another folder shows, by another refusal.
            SentEvent allowed =
                    isWhole
                            ? sent
                            : named.isOrganization()
                                    ? atOwn(sent, organization)
                                    : checked(sent, named);
            if (unknownIsRefused) {
                requireKnown(named);
                if (isWhole) {
                    requireKnown(level(organization, event.folder(), null));
                }
            }
            return allowed;
        }

        private SentEvent checked(SentEvent sent, Level named) {
            String organization = String.valueOf(named.organization());
            String folder = sent.event().folder();
            boolean unknownProject =
                    named.project() != null
                            && levels.of(organization)
                                    .project(Hierarchy.folded(named.project()))
                                    .isEmpty();
            Level judged =
                    unknownProject && folder != null ? Level.folder(organization, folder) : named;
            if (granted.stream().noneMatch(level -> levels.covers(level, judged))) {
                throw new Denied(Problem.NOT_GRANTED, mayNotWrite(named));
            }
            return sent;
        }

        private SentEvent atOwn(SentEvent sent, String organization) {
            List<Level> own =
                    granted.stream()
                            .filter(level -> organization.equals(level.organization()))
                            .toList();
            if (own.size() != 1) {
                throw new Denied(
                        Problem.NOT_GRANTED,
                        "'%s' may write to several folders or projects: name one"
                                .formatted(caller.id()));
            }
            return sent.within(own.getFirst().folder(), own.getFirst().project());
        }
    }

    private static Level level(
            String organization, @Nullable String folder, @Nullable String project) {
        return project != null
                ? Level.project(organization, project)
                : folder != null
                        ? Level.folder(organization, folder)
                        : Level.organization(organization);
    }

    private static Optional<Rejected> why(Hierarchy now, String organization, AuditEvent event) {
        String folder = event.folder();
        String project = event.project();
        return now.closing(folder, project)
                .map(closing -> Levels.closed(level(organization, folder, project), closing));
    }

    private void requireKnown(Level level) {
        Hierarchy now = levels.of(String.valueOf(level.organization()));
        boolean known =
                switch (level.kind()) {
                    case "project" ->
                            level.id().flatMap(id -> now.project(Hierarchy.folded(id))).isPresent();
                    case "folder" ->
                            level.id().flatMap(id -> now.folder(Hierarchy.folded(id))).isPresent();
                    default -> true;
                };
        if (!known) {
            throw new Rejected(
                    Problem.UNKNOWN_LEVEL,
                    "%s is not registered; register it, or let unknown-levels be 'take'"
                            .formatted(level));
        }
    }
}
