package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.guest.Attention;
import dev.guestward.guest.GuestState;
import org.junit.jupiter.api.Test;

class ListQueryTest {
    @Test
    void anAddressSaysWhatTheListShows() {
        ListQuery query = ListQuery.of(
                "REQUESTED,INVITED", "WAITS_FOR_OWNER", "30", "harbour", "a&b=c {x} ä", "name,desc", "2", "20");

        assertThat(query.states()).containsExactlyInAnyOrder(GuestState.REQUESTED, GuestState.INVITED);
        assertThat(query.attention()).isEqualTo(Attention.WAITS_FOR_OWNER);
        assertThat(query)
                .hasToString("/guests?state=REQUESTED,INVITED&attention=WAITS_FOR_OWNER&endsWithin=30&clinic=harbour"
                                .replace(",", "%2C")
                        + "&q=a%26b%3Dc%20%7Bx%7D%20%C3%A4&sort=name%2Cdesc&page=2&size=20");
    }

    @Test
    void whatIsNotUnderstoodIsLeftOut() {
        ListQuery query = ListQuery.of("NOWHERE,,ACTIVE", "hungry", "soon", " ", null, "password", "-1", "100000");

        assertThat(query).hasToString("/guests?state=ACTIVE");
    }

    @Test
    void theColumnSortedByTurnsRoundAndTheOthersStartAnew() {
        ListQuery query = ListQuery.of(null, null, null, null, "x", "name", "3", null);

        assertThat(query.sortedBy("name")).isEqualTo("/guests?q=x&sort=name%2Cdesc");
        assertThat(query.sortedBy("accessUntil")).isEqualTo("/guests?q=x&sort=accessUntil");
    }
}
