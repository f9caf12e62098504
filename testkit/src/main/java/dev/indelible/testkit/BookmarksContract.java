package dev.indelible.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.core.journal.Bookmarks;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every implementation of [Bookmarks] keeps.
public abstract class BookmarksContract {
    private Bookmarks bookmarks;

    /// Bookmarks of nobody.
    protected abstract Bookmarks open() throws Exception;

    /// The bookmarks of the last [#open()] after a restart.
    protected abstract Bookmarks reopen() throws Exception;

    /// Whether anything is left after a restart.
    protected boolean survivesRestart() {
        return true;
    }

    @BeforeEach
    void openEmpty() throws Exception {
        bookmarks = open();
    }

    @Test
    void unknownFollowerStartsAtTheBeginning() {
        assertThat(bookmarks.position("sealing")).isZero();
    }

    @Test
    void eachFollowerHasItsOwnPlace() {
        bookmarks.advance("sealing", 7);
        bookmarks.advance("delivery/1", 10_000_000_000L);
        bookmarks.advance("sealing", 9);
        bookmarks.advance("sealing", 9);

        assertThat(bookmarks.position("sealing")).isEqualTo(9);
        assertThat(bookmarks.position("delivery/1")).isEqualTo(10_000_000_000L);
    }

    @Test
    void bookmarkNeverGoesBack() {
        bookmarks.advance("sealing", 7);

        assertThatThrownBy(() -> bookmarks.advance("sealing", 6))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(bookmarks.position("sealing")).isEqualTo(7);
    }

    @Test
    void forgottenFollowerStartsAnew() {
        bookmarks.advance("sealing", 7);

        bookmarks.forget("sealing");
        bookmarks.forget("nobody");

        assertThat(bookmarks.position("sealing")).isZero();
    }

    @Test
    void placesSurviveARestart() throws Exception {
        Assumptions.assumeTrue(survivesRestart(), "forgets at restart, by design");
        bookmarks.advance("sealing", 7);

        assertThat(reopen().position("sealing")).isEqualTo(7);
    }
}
