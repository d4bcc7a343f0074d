package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInActivityTest extends RunningTenant {
    private static final String SELECT = "/users?$select=id,signInActivity";

    @BeforeEach
    void somebodySignedIn() {
        client.sim(
                "PATCH",
                "/users/" + Seeds.AMARA_SINGH_ID,
                "{\"signInActivity\":{\"lastSignInDateTime\":\"2099-11-21T07:00:00Z\","
                        + "\"lastSuccessfulSignInDateTime\":\"2099-11-20T16:40:00Z\"}}");
    }

    @Test
    void aPageHoldsAtMostFiveHundred() {
        assertThat(client.graph("GET", SELECT + "&$top=500", "").status()).isEqualTo(200);
        assertThat(client.graph("GET", SELECT + "&$top=501", "").status()).isEqualTo(400);
        assertThat(client.graph("GET", "/users?$select=id&$top=999", "").status())
                .isEqualTo(200);
    }

    @Test
    void withoutTheLicenceThereIsNone() {
        client.sim("PUT", "/policies", "{\"premium\":false}");

        assertThat(client.graph("GET", SELECT, "").code())
                .isEqualTo("Authentication_RequestFromNonPremiumTenantOrB2CTenant");
        assertThat(client.graph("GET", "/auditLogs/signIns", "").status()).isEqualTo(403);
        assertThat(client.graph("GET", "/users?$select=id", "").status()).isEqualTo(200);
    }

    @Test
    void aFilterOnItStandsAlone() {
        var since = "signInActivity/lastSuccessfulSignInDateTime%20ge%202099-01-01T00:00:00Z";

        var alone = client.graph("GET", SELECT + "&$filter=" + since, "");

        assertThat(alone.json().path("value")).hasSize(1);
        assertThat(client.graph("GET", SELECT + "&$filter=userType%20eq%20'Member'%20and%20" + since, "")
                        .status())
                .isEqualTo(400);
        assertThat(client.graph("GET", SELECT + "&$filter=userType%20eq%20'Member'", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theLogTellsGoodAndFailedSignInsOfAUser() {
        var log = client.graph("GET", "/auditLogs/signIns?$filter=userId%20eq%20'" + Seeds.AMARA_SINGH_ID + "'", "")
                .json()
                .path("value");

        assertThat(log.findValuesAsText("errorCode")).containsExactly("0", "50074");
        assertThat(client.graph("GET", "/auditLogs/signIns?$filter=userId%20eq%20'" + Seeds.ADMIN_ID + "'", "")
                        .json()
                        .path("value"))
                .isEmpty();
    }
}
