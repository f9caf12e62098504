package dev.indelible.core.access;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which events a scope has. Immutable; a search index translates it into its own terms.
public sealed interface Reach {

    /// All of these; every event where there are none.
    record All(List<Reach> all) implements Reach {
        public All {
            all = List.copyOf(all);
        }
    }

    /// At least one of these.
    record Any(List<Reach> any) implements Reach {
        public Any {
            any = List.copyOf(any);
        }
    }

    /// Not this.
    record Not(Reach reach) implements Reach {}

    /// Names one of these organizations, folders or projects; in any case.
    record Named(Kind kind, Set<String> ids) implements Reach {
        public Named {
            // In an order that lasts: cursors are bound to how a scope is written.
            ids = Collections.unmodifiableSet(new TreeSet<>(ids));
        }
    }

    /// Is in a folder, wherever in it.
    ///
    /// @param now what is in it as folders and projects are at this moment
    record In(String folder, Reach now) implements Reach {
        /// The same whatever is made in the folder or beside it: cursors are bound to how a scope
        /// is written, and what they go on with is looked up anew each time.
        @Override
        public String toString() {
            return "In[" + folder + "]";
        }
    }

    /// Names any folder or project.
    record Present(Kind kind) implements Reach {}

    /// Was written by Indelible about itself.
    record OfItself() implements Reach {}

    /// Was written by Indelible about a read.
    record OfReads() implements Reach {}

    /// What a name stands for.
    enum Kind {
        ORGANIZATION,
        FOLDER,
        PROJECT
    }
}
