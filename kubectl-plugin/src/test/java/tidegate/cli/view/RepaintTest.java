package tidegate.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepaintTest {
    @Test
    void nothingChangedIsNothingSent() {
        assertThat(Repaint.changes(List.of("a", "b"), List.of("a", "b"))).isEmpty();
    }

    @Test
    void aChangedLineIsOverwrittenAndClearedBehind() {
        assertThat(Repaint.changes(List.of("a", "bbb", "c"), List.of("a", "b", "c")))
                .isEqualTo("\u001b[2;1Hb\u001b[K\u001b[4;1H");
    }

    @Test
    void whatTheViewNoLongerCoversIsCleared() {
        assertThat(Repaint.changes(List.of("a", "b", "c"), List.of("a"))).isEqualTo("\u001b[2;1H\u001b[J");
    }

    @Test
    void theFirstPaintStartsOnAnEmptyScreen() {
        assertThat(Repaint.first(List.of("a"))).isEqualTo("\u001b[2J\u001b[H\u001b[1;1Ha\u001b[K\u001b[2;1H");
    }

    @Test
    void aViewHigherThanTheScreenSaysHowMuchIsMissing() {
        assertThat(Repaint.fitting(List.of("a", "b", "c", "d"), 4)).containsExactly("a", "b", "… 2 more lines");
        assertThat(Repaint.fitting(List.of("a", "b", "c"), 4)).containsExactly("a", "b", "c");
    }
}
