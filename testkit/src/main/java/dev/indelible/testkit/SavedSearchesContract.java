package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.search.SavedSearch;
import dev.indelible.core.search.SavedSearches;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every implementation of [SavedSearches] keeps.
public abstract class SavedSearchesContract {
    private SavedSearches searches;

    /// Nothing saved, and the organizations `acme` and `umbra`.
    protected abstract SavedSearches open() throws Exception;

    @BeforeEach
    void openEmpty() throws Exception {
        searches = open();
    }

    @Test
    void searchIsKeptWithAllItHas() {
        SavedSearch search =
                search("s1", "acme", "Denied", List.of("time", "detail.labels.\"a b\""));

        searches.put(search);

        assertThat(searches.find("s1")).contains(search);
        assertThat(searches.find("s2")).isEmpty();
    }

    @Test
    void searchWithoutColumnsHasNone() {
        searches.put(search("s1", "acme", "All", List.of()));

        assertThat(searches.find("s1").orElseThrow().asked().columns()).isEmpty();
    }

    @Test
    void organizationsAreApartAndListsAreByName() {
        searches.put(search("s1", "acme", "b", List.of()));
        searches.put(search("s2", "umbra", "a", List.of()));
        searches.put(search("s3", "acme", "a", List.of()));

        assertThat(searches.of("acme")).extracting(SavedSearch::id).containsExactly("s3", "s1");
        assertThat(searches.of("umbra")).extracting(SavedSearch::id).containsExactly("s2");
        assertThat(searches.of("none")).isEmpty();
    }

    @Test
    void sameIdReplacesAndRemovedIsGone() {
        searches.put(search("s1", "acme", "before", List.of("time")));
        searches.put(search("s1", "acme", "after", List.of("actor")));

        assertThat(searches.of("acme"))
                .containsExactly(search("s1", "acme", "after", List.of("actor")));
        assertThat(searches.remove("s1")).isTrue();
        assertThat(searches.remove("s1")).isFalse();
        assertThat(searches.of("acme")).isEmpty();
    }

    private static SavedSearch search(
            String id, String organization, String name, List<String> columns) {
        return new SavedSearch(
                id,
                organization,
                new SavedSearch.Owner("k1", "Ünal's key"),
                new SavedSearch.Asked(name, "outcome:denied \"a b\"", "-24h", "", columns, true),
                1_700_000_000_123L);
    }
}
