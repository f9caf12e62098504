package dev.indelible.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecordPlacesTest {
    private static final int RECORDS = 1 << 20;
    private static final int GROUP = 7;

    @Test
    void whatIsCountedHasItsPlaceForWhoeverLooksMeanwhile() {
        var places = new RecordPlaces();
        var reader =
                CompletableFuture.supplyAsync(() -> {
                    int wrong = 0;
                    int seen = 0;
                    while (seen < RECORDS) {
                        int counted = places.count();
                        for (; seen < counted; seen++) {
                            wrong += places.offset(seen) == placeOf(seen) ? 0 : 1;
                        }
                        wrong += places.offset(RECORDS) == 0 ? 0 : 1;
                    }
                    return wrong;
                });
        for (int from = 0; from < RECORDS; from += GROUP) {
            int end = Math.min(RECORDS, from + GROUP);
            for (int i = from; i < end; i++) {
                places.place(i, placeOf(i));
            }
            places.countTo(end);
        }

        assertThat(reader.join()).isZero();
        assertThat(places.areWhole()).isTrue();
    }

    private static int placeOf(int index) {
        return 3 * index + 1;
    }

    @Test
    void whatWasPassedOverCannotBeReadAndWhatWasCutIsForgotten() {
        var places = new RecordPlaces();
        places.place(0, 20);
        places.countTo(1);
        places.countTo(3);
        places.place(3, 90);
        places.countTo(4);

        assertThat(places.count()).isEqualTo(4);
        assertThat(places.offset(0)).isEqualTo(20);
        assertThat(places.offset(1)).isZero();
        assertThat(places.offset(3)).isEqualTo(90);
        assertThat(places.offset(4)).isZero();
        assertThat(places.areWhole()).isFalse();

        places.cut(1);
        places.settle();

        assertThat(places.count()).isEqualTo(1);
        assertThat(places.areWhole()).isTrue();
        assertThat(places.offset(3)).isZero();
        places.place(1, 33);
        places.countTo(2);
        assertThat(places.offset(1)).isEqualTo(33);
    }
}
