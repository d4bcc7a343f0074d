package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest extends RunningTenant {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$filter=userType%20ne%20'Guest'",
                "$filter=not(userType%20eq%20'Guest')",
                "$filter=endsWith(mail,'northfield.example')",
                "$search=%22displayName:amara%22",
                "$filter=userType%20eq%20'Member'&$orderby=displayName"
            })
    void anAdvancedQueryNeedsItsHeaderAndItsCount(String query) {
        var path = "/users?$select=id&" + query;

        var bare = client.graph("GET", path, "");
        var counted = client.graph("GET", path + "&$count=true", "");
        var whole = client.graph("GET", path + "&$count=true", "", "ConsistencyLevel", "eventual");

        assertThat(bare.code()).isEqualTo("Request_UnsupportedQuery");
        assertThat(counted.code()).isEqualTo("Request_UnsupportedQuery");
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.json().path("@odata.count").asInt()).isPositive();
    }

    @Test
    void aSortedListingKeepsItsOrderAcrossPages() {
        var first = client.graph("GET", "/users?$orderby=displayName%20desc&$top=5&$select=displayName", "")
                .json();
        var link = first.path("@odata.nextLink").asText();
        var second = client.graph(
                        "GET", link.substring(tenant.graphUrl().toString().length()), "")
                .json();

        var names = first.path("value").findValuesAsText("displayName");
        names.addAll(second.path("value").findValuesAsText("displayName"));
        assertThat(names).hasSize(8).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void theCountAloneNeedsItsHeader() {
        assertThat(client.graph("GET", "/users/$count", "").code()).isEqualTo("Request_BadRequest");
        assertThat(client.graph("GET", "/users/$count", "", "ConsistencyLevel", "eventual")
                        .text())
                .isEqualTo("8");
        assertThat(client.graph(
                                "GET",
                                "/groups/" + Seeds.SPONSORS_GROUP_ID + "/members/$count",
                                "",
                                "ConsistencyLevel",
                                "eventual")
                        .text())
                .isEqualTo("3");
    }

    @Test
    void aListOfValuesNeedsNothing() {
        var found = client.graph(
                "GET", "/users?$select=id&$filter=id%20in%20('" + Seeds.ADMIN_ID + "','" + Seeds.OWNER_ID + "')", "");

        assertThat(found.json().path("value")).hasSize(2);
    }
}
