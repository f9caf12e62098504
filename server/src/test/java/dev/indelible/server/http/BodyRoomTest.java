package dev.indelible.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyRoomTest {
    private final BodyRoom room = new BodyRoom(100, 70);

    @Test
    void nobodyHoldsMoreThanAShare() {
        assertThat(room.take("a", 70)).isTrue();
        assertThat(room.take("a", 1)).isFalse();

        room.giveBack("a", 30);

        assertThat(room.take("a", 31)).isFalse();
        assertThat(room.take("a", 30)).isTrue();
    }

    @Test
    void whoComesWhenLittleIsFreeTakesHalfOfItAtMost() {
        assertThat(room.take("a", 70)).isTrue();

        assertThat(room.take("b", 16)).isFalse();
        assertThat(room.take("b", 15)).isTrue();
        assertThat(room.take("b", 1)).isFalse();
        assertThat(room.take("c", 7)).isTrue();
        assertThat(room.take("d", 4)).isTrue();
        assertThat(room.take("e", 2)).isTrue();

        room.giveBack("a", 70);

        assertThat(room.take("b", 42)).isTrue();
    }

    @Test
    void strangersHoldLittle() {
        assertThat(room.take(BodyRoom.STRANGERS, 12)).isTrue();
        assertThat(room.take(BodyRoom.STRANGERS, 1)).isFalse();
        room.giveBack(BodyRoom.STRANGERS, 12);
        assertThat(room.take(BodyRoom.STRANGERS, 12)).isTrue();
    }
}
