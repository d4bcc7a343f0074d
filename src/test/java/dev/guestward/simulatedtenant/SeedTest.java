package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SeedTest extends RunningTenant {
    private static final int PEOPLE = 50_000;
    private static final int FIRST = 8;

    @Override
    SimulatedTenantOptions options() {
        return super.options().withSeededUsers(PEOPLE);
    }

    /** The limit is for a square law, which would take it many times over; how fast it is stands in the benchmarks. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void fiftyThousandPeopleAreListedAndSynchronisedInPages() {
        client.sim("PUT", "/quota", "{\"enforced\":false}");
        assertThat(collected("/users?$select=id", "@odata.nextLink")).isEqualTo(PEOPLE + FIRST);
        assertThat(collected("/users/delta?$select=id,userType", "@odata.nextLink"))
                .isEqualTo(PEOPLE + FIRST);
    }

    @Test
    void aGuestAmongThousandsIsFoundByAddress() {
        var guest = client.graph("GET", "/users?$top=1&$filter=userType%20eq%20'Guest'", "")
                .json()
                .path("value")
                .path(0);
        var mail = guest.path("mail").asText();
        var filter = "mail eq '%1$s' or otherMails/any(o:o eq '%1$s') or proxyAddresses/any(p:p eq 'SMTP:%1$s')"
                .formatted(mail);

        var found = client.graph("GET", "/users?$filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8), "")
                .json()
                .path("value");

        assertThat(AddressQuery.addresses(filter))
                .hasValueSatisfying(addresses -> assertThat(addresses).hasSize(3));
        assertThat(found)
                .extracting(user -> user.path("id").asText())
                .containsExactly(guest.path("id").asText());
        assertThat(mail).endsWith(".example");
    }

    @Test
    void otherFiltersLookAtEverybody() {
        assertThat(AddressQuery.addresses("mail eq 'a@b.example' and userType eq 'Guest'"))
                .isEmpty();
        assertThat(AddressQuery.addresses("mail eq 'a@b.example' or userType eq 'Guest'"))
                .isEmpty();
        assertThat(AddressQuery.addresses("mail ne 'a@b.example'")).isEmpty();
    }

    @Test
    void moreCanBeSeededWhileRunning() {
        var answer = client.sim("POST", "/seed", "{\"users\":2,\"guests\":3,\"clinics\":[\"new-clinic.example\"]}");

        assertThat(answer.json().path("total").asInt()).isEqualTo(PEOPLE + FIRST + 5);
        assertThat(client.graph(
                                "GET",
                                "/users?$count=true&$filter=endsWith(mail,'@new-clinic.example')",
                                "",
                                "ConsistencyLevel",
                                "eventual")
                        .json()
                        .path("@odata.count")
                        .asInt())
                .isEqualTo(3);
        assertThat(client.sim("POST", "/seed", "{\"clinics\":[\"real.com\"]}").text())
                .contains("clinics");
    }

    @Test
    void aPageLinkDiesWithinMinutes() {
        var next = client.graph("GET", "/users?$top=999", "")
                .json()
                .path("@odata.nextLink")
                .asText();
        client.sim("POST", "/clock", "{\"by\":\"PT11M\"}");

        var refused =
                client.graph("GET", next.substring(tenant.graphUrl().toString().length()), "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("Directory_ExpiredPageToken");
    }

    private int collected(String first, String link) {
        var ids = new HashSet<String>();
        var path = first;
        while (!path.isEmpty()) {
            var page = client.graph("GET", path, "").json();
            page.path("value").forEach(user -> ids.add(user.path("id").asText()));
            var next = page.path(link).asText();
            path = next.isEmpty()
                    ? ""
                    : next.substring(tenant.graphUrl().toString().length());
        }
        return ids.size();
    }
}
