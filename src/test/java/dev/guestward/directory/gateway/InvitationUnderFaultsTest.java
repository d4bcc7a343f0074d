package dev.guestward.directory.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.people.StaffReading;
import dev.guestward.platform.SteppedClock;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;

/**
 * Whatever befalls an invitation: one account, one mail, and a link that works. Only a link that was lost with its answer is
 * asked for a second time, which changes nothing else in the tenant.
 */
@GuestwardTest
class InvitationUnderFaultsTest {
    private static final String INVITE = "invite";

    @Autowired
    ApplicationContext context;

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Value("${server.port}")
    int port;

    private final SteppedClock clock = SteppedClock.instance();
    private Hospital hospital = new Hospital(URI.create("http://x"), URI.create("http://x"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        staff.run();
        pump.run();
    }

    @AfterEach
    void calmDown() {
        hospital.tenant("PUT", "/_sim/faults", List.of());
        hospital.tenant("PUT", "/_sim/lag", Map.of("staleReadMillis", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"mode\":\"before\",\"status\":504",
                "\"mode\":\"before\",\"cut\":true",
                "\"mode\":\"htmlBefore\"",
                "\"mode\":\"before\",\"status\":429,\"retryAfter\":\"3\"",
                "\"mode\":\"before\",\"status\":429"
            })
    void anInvitationThatDidNotArriveIsMadeOnce(String fault) {
        fault(fault);
        String email = requested();

        workUntilInvited(email, pump);

        assertThat(posted(email)).isEqualTo(1);
        doneOnce(email);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"mode\":\"after\",\"status\":503",
                "\"mode\":\"after\",\"cut\":true",
                "\"mode\":\"cutJson\"",
                "\"mode\":\"html\""
            })
    void anInvitationWhoseAnswerWasLostIsOneInvitation(String fault) {
        fault(fault);
        String email = requested();

        workUntilInvited(email, pump);

        assertThat(posted(email)).as("once more for the link").isEqualTo(2);
        doneOnce(email);
    }

    @Test
    void aStaleReadAfterALostAnswerMakesNoSecondAccount() {
        hospital.tenant("PUT", "/_sim/lag", Map.of("staleReadMillis", 10_000));
        fault("\"mode\":\"after\",\"status\":503");
        String email = requested();

        workUntilInvited(email, pump);

        doneOnce(email);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKilledNodesInvitationIsFinishedByAnother(boolean beforeTheCall) {
        String email = requested();
        GatewayNode.Hook kill = new GatewayNode.Hook() {
            @Override
            public void before(String made) {
                if (beforeTheCall && made.equals(INVITE)) {
                    throw new GatewayNode.Killed();
                }
            }

            @Override
            public void after(String made) {
                if (!beforeTheCall && made.equals(INVITE)) {
                    throw new GatewayNode.Killed();
                }
            }
        };

        Pump dying = pumpOf(GatewayNode.in(context, kill, List.of()));
        assertThatThrownBy(dying::run).isInstanceOf(GatewayNode.Killed.class);
        workUntilInvited(email, pump);

        assertThat(posted(email)).isEqualTo(beforeTheCall ? 1 : 2);
        doneOnce(email);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNodeThatWakesSixMinutesLaterDoesNothingAnyMore(boolean beforeTheCall) {
        String email = requested();
        GatewayNode.Hook pause = new GatewayNode.Hook() {
            private boolean happened;

            @Override
            public void before(String made) {
                overtake(beforeTheCall, made);
            }

            @Override
            public void after(String made) {
                overtake(!beforeTheCall, made);
            }

            private void overtake(boolean here, String made) {
                if (here && made.equals(INVITE) && !happened) {
                    happened = true;
                    clock.step(Duration.ofMinutes(6));
                    CompletableFuture.runAsync(() -> workUntilInvited(email, pump))
                            .join();
                }
            }
        };

        pumpOf(GatewayNode.in(context, pause, List.of())).run();

        assertThat(posted(email)).isEqualTo(beforeTheCall ? 1 : 2);
        doneOnce(email);
    }

    @Test
    void ourMistakeWithOneInvitationStopsNoOther() {
        String first = requested();
        String second = requested();
        InvitationSource source = context.getBean(InvitationSource.class);
        InvitationSource mistaken = (InvitationSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {InvitationSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("confirmed") && ((DirectoryUser) arguments[1]).hasMail(first)) {
                        throw new IllegalStateException("this guest cannot become invited");
                    }
                    return method.invoke(source, arguments);
                });

        pumpOf(GatewayNode.in(context, new GatewayNode.Hook() {}, List.of(), mistaken))
                .run();

        assertThat(hospital.mailsTo(first)).isZero();
        assertThat(hospital.mailsTo(second)).isEqualTo(1);
        clock.step(Duration.ofMinutes(10));
        workUntilInvited(first, pump);
        assertThat(posted(first)).isEqualTo(1);
        doneOnce(first);
        doneOnce(second);
    }

    private Pump pumpOf(GatewayNode node) {
        return pump.with(node.gateway);
    }

    private String requested() {
        String email = "faults" + System.nanoTime() + "@harbour-clinic.example";
        assertThat(hospital.invite("amara.singh", Hospital.invitation(email)).status())
                .isEqualTo(202);
        return email;
    }

    private void fault(String mode) {
        String fault = "[{\"method\":\"POST\",\"path\":\"/invitations\",\"times\":1," + mode + "}]";
        assertThat(hospital.tenant("PUT", "/_sim/faults", fault).status()).isLessThan(300);
    }

    /** Works, and lets time pass while nothing is due. */
    private void workUntilInvited(String email, Pump with) {
        with.run();
        for (int round = 0; round < 30 && hospital.mailsTo(email) == 0; round++) {
            clock.step(Duration.ofSeconds(10));
            with.run();
        }
    }

    private void doneOnce(String email) {
        assertThat(hospital.usersWithMail(email)).as("accounts").hasSize(1);
        assertThat(hospital.mailsTo(email)).as("mails").isEqualTo(1);
        hospital.redeem(hospital.redeemLink(email));
        assertThat(hospital.usersWithMail(email)
                        .get(0)
                        .path("externalUserState")
                        .asText())
                .isEqualTo("Accepted");
    }

    private long posted(String email) {
        JsonNode log = hospital.tenant("GET", "/_sim/log", "").json();
        return StreamSupport.stream(log.spliterator(), false)
                .filter(entry -> entry.path("path").asText().equals("/invitations"))
                .filter(entry -> entry.toString().contains(email))
                .count();
    }
}
