package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.graph.models.AdministrativeUnit;
import com.microsoft.graph.models.DirectoryObject;
import com.microsoft.graph.models.DirectoryRole;
import com.microsoft.graph.models.Group;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NestedGroupsTest extends RunningTenant {
    private static final String GUESTS = Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID;
    private String inner = "";
    private String guest = "";

    @BeforeEach
    void aGuestIsInAGroupWithinTheGuests() {
        guest = client.inviteId("m.okafor@harbour-clinic.example");
        inner = client.sim("POST", "/groups", "{\"displayName\":\"Ward 7\",\"members\":[\"" + guest + "\"]}")
                .json()
                .path("id")
                .asText();
        assertThat(addMember(GUESTS, inner)).isEqualTo(204);
    }

    @Test
    void directMembershipEndsAtTheInnerGroupAndTransitiveMembershipDoesNot() {
        assertThat(ids("/users/" + guest + "/memberOf")).containsExactly(inner);
        assertThat(ids("/users/" + guest + "/transitiveMemberOf")).containsExactlyInAnyOrder(inner, GUESTS);
        assertThat(ids("/users/" + guest + "/transitiveMemberOf/graph.group")).containsExactlyInAnyOrder(inner, GUESTS);
        assertThat(ids("/groups/" + inner + "/memberOf")).containsExactly(GUESTS);
    }

    @Test
    void aGroupIsAMemberLikeAUserButNoUser() {
        assertThat(ids("/groups/" + GUESTS + "/members")).containsExactly(inner);
        assertThat(ids("/groups/" + GUESTS + "/members/graph.user")).isEmpty();
        assertThat(addMember(GUESTS, inner)).as("already there").isEqualTo(400);
        assertThat(addMember(inner, inner)).as("itself").isEqualTo(400);

        assertThat(client.graph("DELETE", "/groups/" + GUESTS + "/members/" + inner + "/$ref", "")
                        .status())
                .isEqualTo(204);
        assertThat(ids("/users/" + guest + "/transitiveMemberOf")).containsExactly(inner);
    }

    @Test
    void groupsThatAreInEachOtherAreTold() {
        assertThat(addMember(inner, GUESTS)).isEqualTo(204);

        assertThat(ids("/users/" + guest + "/transitiveMemberOf")).containsExactlyInAnyOrder(inner, GUESTS);
        assertThat(ids("/groups/" + inner + "/transitiveMemberOf")).containsExactlyInAnyOrder(inner, GUESTS);
    }

    @Test
    void deltaTellsWhatKindOfMemberCame() {
        var groups = client.graph("GET", "/groups/delta?$select=displayName,members", "")
                .json()
                .path("value");

        for (var group : groups) {
            if (group.path("id").asText().equals(GUESTS)) {
                assertThat(group.at("/members@delta/0/@odata.type").asText()).isEqualTo("#microsoft.graph.group");
                assertThat(group.at("/members@delta/0/id").asText()).isEqualTo(inner);
                return;
            }
        }
        throw new AssertionError("The group is missing in " + groups);
    }

    @Test
    void rolesAndAdministrativeUnitsAreAmongTheMemberships() {
        client.sim(
                "PATCH",
                "/users/" + guest,
                "{\"administrativeUnits\":[\"Cardiology\"],\"directoryRoles\":[\"User Administrator\"]}");

        var first = Objects.requireNonNull(
                client.graph().users().byUserId(guest).memberOf().get(request -> request.queryParameters.top = 2));
        var held = Objects.requireNonNull(first.getValue());
        var next = Objects.requireNonNull(client.graph()
                .users()
                .byUserId(guest)
                .memberOf()
                .withUrl(Objects.requireNonNull(first.getOdataNextLink()))
                .get());

        assertThat(held).hasSize(2);
        assertThat(held.get(0)).isInstanceOf(Group.class);
        assertThat(held.get(1))
                .isInstanceOfSatisfying(
                        DirectoryRole.class,
                        role -> assertThat(role.getDisplayName()).isEqualTo("User Administrator"));
        List<DirectoryObject> last = Objects.requireNonNull(next.getValue());
        assertThat(last)
                .singleElement()
                .isInstanceOfSatisfying(
                        AdministrativeUnit.class,
                        unit -> assertThat(unit.getDisplayName()).isEqualTo("Cardiology"));
        assertThat(next.getOdataNextLink()).isNull();
    }

    private int addMember(String group, String member) {
        return client.graph(
                        "POST",
                        "/groups/" + group + "/members/$ref",
                        "{\"@odata.id\":\"https://graph.microsoft.com/v1.0/directoryObjects/" + member + "\"}")
                .status();
    }

    private List<String> ids(String path) {
        var answer = client.graph("GET", path, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("value").findValuesAsText("id");
    }
}
