package dev.indelible.core.access;

import dev.indelible.core.access.Reach.Kind;
import dev.indelible.core.ops.AuditException.Denied;
import dev.indelible.core.ops.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/* A scope is (what the grants reach) and (what the question is about).
 *
 * A grant on a folder reaches the events of the projects that are below it now, and those that name
 * it or a folder below it and no project that the registry has elsewhere. So a project that was
 * moved takes its events along, and a sender's word cannot put a registered project's events into
 * another folder. */

/// Makes scopes.
final class Scopes {
    private final Registry registry;
    private final Levels levels;

    Scopes(Registry registry, Levels levels) {
        this.registry = registry;
        this.levels = levels;
    }

    Scope of(Caller caller, Right right, View view) {
        List<Grant> granting = granting(caller, right, view);
        if (granting.isEmpty()) {
            boolean elsewhere = caller.mayAnywhere(right) || caller.mayAnywhere(Right.AUDIT);
            Optional<String> upon = view.organizations().stream().findFirst();
            throw new Denied(
                    elsewhere ? Problem.FOREIGN_ORGANIZATION : Problem.NOT_GRANTED,
                    right.refused(caller.id(), elsewhere ? upon : Optional.empty()),
                    upon);
        }
        boolean everything =
                view.organizations().isEmpty()
                        && granting.stream().anyMatch(grant -> grant.level().isInstance());
        Set<String> organizations = organizations(granting, view);
        var all = new ArrayList<Reach>();
        all.add(granted(granting, right));
        if (!view.organizations().isEmpty()) {
            all.add(new Reach.Named(Kind.ORGANIZATION, view.organizations()));
        }
        asked(view, everything ? null : organizations, all);
        Viewing viewing = caller.viewing();
        if (viewing != null) {
            all.add(new Reach.Not(new Reach.OfItself()));
        }
        return new Scope(
                everything,
                everything ? Set.of() : organizations,
                new Reach.All(all),
                granting.stream().noneMatch(grant -> grant.role().has(right)),
                viewing == null ? clear(caller) : Optional.empty(),
                viewing == null ? Optional.empty() : viewing.filter(),
                viewing != null);
    }

    private Optional<Reach> clear(Caller caller) {
        List<Reach> any = reached(caller, Right.SEE_PROTECTED);
        return any.isEmpty() ? Optional.empty() : Optional.of(new Reach.Any(any));
    }

    private List<Reach> reached(Caller caller, Right right) {
        return caller.grants().stream()
                .filter(grant -> grant.role().has(right))
                .sorted(Comparator.comparing(Grant::toString))
                .map(grant -> reach(grant.level()))
                .toList();
    }

    /// The events that a folder or project would have for its name, were it registered, and that
    /// the caller does not administer.
    Reach beyond(Caller caller, Level level) {
        String organization = String.valueOf(level.organization());
        Reach named = new Reach.Named(Kind.ORGANIZATION, Set.of(organization));
        String folder = level.folder();
        if (folder == null) {
            String project = Hierarchy.folded(String.valueOf(level.project()));
            named = both(named, new Reach.Named(Kind.PROJECT, Set.of(project)));
        } else {
            Set<String> placed =
                    levels.of(organization).projects().stream()
                            .map(Project::id)
                            .collect(Collectors.toCollection(TreeSet::new));
            named = both(named, new Reach.Named(Kind.FOLDER, Set.of(Hierarchy.folded(folder))));
            named = both(named, new Reach.Not(new Reach.Named(Kind.PROJECT, placed)));
        }
        return both(named, new Reach.Not(new Reach.Any(reached(caller, Right.ADMINISTER))));
    }

    /// The grants that reach anything of what is asked; who may read or may see the record.
    private static List<Grant> granting(Caller caller, Right right, View view) {
        boolean record = right == Right.READ;
        return caller.grants().stream()
                .filter(grant ->
                        grant.role().has(right) || (record && grant.role().has(Right.AUDIT)))
                .filter(grant ->
                        grant.level().isInstance()
                                || view.organizations().isEmpty()
                                || view.organizations().contains(grant.level().organization()))
                .sorted(Comparator.comparing(Grant::toString))
                .toList();
    }

    private static Set<String> organizations(List<Grant> granting, View view) {
        var organizations = new TreeSet<String>();
        for (Grant grant : granting) {
            String organization = grant.level().organization();
            if (organization == null) {
                organizations.addAll(view.organizations());
            } else {
                organizations.add(organization);
            }
        }
        return organizations;
    }

    private Reach granted(List<Grant> granting, Right right) {
        var any = new ArrayList<Reach>();
        for (Grant grant : granting) {
            boolean reads = grant.role().has(right);
            boolean audits = grant.role().has(Right.AUDIT);
            Reach level = reach(grant.level());
            if (right == Right.PROVE || (reads && audits)) {
                any.add(level);
            } else if (reads) {
                any.add(both(level, new Reach.Not(new Reach.OfReads())));
            } else {
                any.add(both(level, new Reach.OfItself()));
            }
        }
        return any.size() == 1 ? any.getFirst() : new Reach.Any(any);
    }

    private static Reach both(Reach one, Reach other) {
        return new Reach.All(List.of(one, other));
    }

    private Reach reach(Level level) {
        String organization = level.organization();
        if (organization == null) {
            return new Reach.All(List.of());
        }
        Reach whole = new Reach.Named(Kind.ORGANIZATION, Set.of(organization));
        String project = level.project();
        if (project != null) {
            return both(whole, new Reach.Named(Kind.PROJECT, Set.of(project)));
        }
        String folder = level.folder();
        return folder == null ? whole : both(whole, below(levels.of(organization), folder));
    }

    private static Reach below(Hierarchy now, String folder) {
        Set<String> within = now.projectsIn(folder);
        var elsewhere = new TreeSet<String>();
        now.projects().forEach(project -> elsewhere.add(project.id()));
        elsewhere.removeAll(within);
        Reach named = new Reach.Named(Kind.FOLDER, now.foldersIn(folder));
        Reach inFolder =
                elsewhere.isEmpty()
                        ? named
                        : both(named, new Reach.Not(new Reach.Named(Kind.PROJECT, elsewhere)));
        return new Reach.In(
                folder,
                within.isEmpty()
                        ? inFolder
                        : new Reach.Any(List.of(new Reach.Named(Kind.PROJECT, within), inFolder)));
    }

    /// What the question is about, beside organizations.
    ///
    /// @param organizations null for all
    private void asked(View view, @Nullable Set<String> organizations, List<Reach> all) {
        boolean own = view.depth() == View.Depth.OWN;
        if (!view.projects().isEmpty()) {
            all.add(new Reach.Named(Kind.PROJECT, folded(view.projects())));
        } else if (own) {
            all.add(new Reach.Not(new Reach.Present(Kind.PROJECT)));
        }
        if (view.folders().isEmpty()) {
            if (own && view.projects().isEmpty()) {
                all.add(new Reach.Not(new Reach.Present(Kind.FOLDER)));
            }
        } else if (own) {
            all.add(new Reach.Named(Kind.FOLDER, folded(view.folders())));
        } else {
            var any = new ArrayList<Reach>();
            folded(view.folders()).forEach(folder -> any.add(askedFolder(folder, organizations)));
            all.add(new Reach.Any(any));
        }
    }

    private Reach askedFolder(String folder, @Nullable Set<String> organizations) {
        Set<String> looked = organizations;
        if (looked == null) {
            looked = new TreeSet<>();
            for (Organization organization : registry.organizations()) {
                looked.add(organization.id());
            }
        }
        var knowing = new TreeSet<String>();
        var any = new ArrayList<Reach>();
        for (String organization : looked) {
            Hierarchy now = levels.of(organization);
            if (now.folder(folder).isPresent()) {
                knowing.add(organization);
                any.add(
                        both(
                                new Reach.Named(Kind.ORGANIZATION, Set.of(organization)),
                                below(now, folder)));
            }
        }
        Reach named = new Reach.Named(Kind.FOLDER, Set.of(folder));
        any.add(
                knowing.isEmpty()
                        ? named
                        : both(named, new Reach.Not(new Reach.Named(Kind.ORGANIZATION, knowing))));
        return new Reach.In(folder, new Reach.Any(any));
    }

    private static Set<String> folded(Set<String> names) {
        var folded = new TreeSet<String>();
        names.forEach(name -> folded.add(Hierarchy.folded(name)));
        return folded;
    }
}
