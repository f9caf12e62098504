package dev.indelible.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final String ROOT = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @Test
    void checkpointReadsAndWritesItself() {
        String text = "go.sum database tree\n9223372036854775807\n" + ROOT + "\none\ntwo\n";

        Checkpoint checkpoint = Checkpoint.parse(text);

        assertThat(checkpoint.origin()).isEqualTo("go.sum database tree");
        assertThat(checkpoint.size()).isEqualTo(Long.MAX_VALUE);
        assertThat(checkpoint.root()).isEqualTo(new byte[32]);
        assertThat(checkpoint.extensions()).containsExactly("one", "two");
        assertThat(checkpoint.text()).isEqualTo(text);
        assertThat(checkpoint).hasToString("go.sum database tree@9223372036854775807");
        checkpoint.root()[0] = 1;
        assertThat(checkpoint.root()).isEqualTo(new byte[32]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o\n",
                "o\n1\n",
                "o\n1\n" + ROOT,
                "o\n1\nAAAA\n",
                "o\n01\n" + ROOT + "\n",
                "o\n-1\n" + ROOT + "\n",
                "o\n\n" + ROOT + "\n",
                "o\n9223372036854775808\n" + ROOT + "\n",
                "\n1\n" + ROOT + "\n",
                "o\n1\n" + ROOT + "\n\n",
                "o\n1\n" + ROOT + "\n\nx\n",
                "o\t\n1\n" + ROOT + "\n",
                "o\n1\n" + ROOT + "\nx\u0001\n",
                "o\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void originHasALimit() {
        String most = "o".repeat(1024);

        assertThat(Checkpoint.parse(most + "\n1\n" + ROOT + "\n").origin()).isEqualTo(most);
        assertThatThrownBy(() -> Checkpoint.parse(most + "o\n1\n" + ROOT + "\n"))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Checkpoint.parse("\u00e4".repeat(513) + "\n1\n" + ROOT + "\n"))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void checkpointsDifferByEachPart() {
        Checkpoint checkpoint = Checkpoint.of("o", 1, new byte[32]);

        assertThat(checkpoint)
                .isEqualTo(Checkpoint.parse("o\n1\n" + ROOT + "\n"))
                .hasSameHashCodeAs(Checkpoint.parse("o\n1\n" + ROOT + "\n"))
                .isNotEqualTo(Checkpoint.parse("o\n1\n" + ROOT + "\nx\n"))
                .isNotEqualTo(Checkpoint.of("p", 1, new byte[32]))
                .isNotEqualTo(Checkpoint.of("o", 2, new byte[32]))
                .isNotEqualTo(Checkpoint.of("o", 1, Merkle.emptyRoot()))
                .isNotEqualTo(null);
        assertThat(checkpoint.hashCode())
                .isNotEqualTo(Checkpoint.of("o", 1, Merkle.emptyRoot()).hashCode());
    }

    @Test
    void wrongArgumentsAreBugs() {
        assertThat(Checkpoint.of("o", 0, Merkle.emptyRoot()).size()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.of("o", -1, new byte[32]));
        assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.of("", 1, new byte[32]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoint.of("o\np", 1, new byte[32]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoint.of("\np", 1, new byte[32]));
        assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.of("o", 1, new byte[31]));
    }
}
