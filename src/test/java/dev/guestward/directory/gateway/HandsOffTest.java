package dev.guestward.directory.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.simulatedtenant.Seeds;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nothing is taken from anybody but a plain guest, whatever the register or a workflow believes. */
@GuestwardTest
class HandsOffTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Effects effects;

    @Autowired
    JdbcClient db;

    private Hospital hospital = new Hospital(URI.create("http://x"), URI.create("http://x"));
    private TenantActs tenant = new TenantActs(hospital);

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost"), EmbeddedTenant.tenant().httpUrl());
        tenant = new TenantActs(hospital).sinceNow();
        TenantActs.letOthersWait(db);
    }

    /** A wish that takes something away. */
    private record Taking(String name, BiFunction<UUID, ObjectId, Wish> wish) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Taking> everythingThatTakes() {
        return Stream.of(
                new Taking("block", (guest, account) -> Wish.block("hands-off:" + guest, guest, account)),
                new Taking("revoke", (guest, account) -> Wish.revokeSessions("hands-off:" + guest, guest, account)),
                new Taking(
                        "remove member",
                        (guest, account) -> Wish.removeMember("hands-off:" + guest, guest, account, TenantActs.GROUP)),
                new Taking("delete", (guest, account) -> Wish.delete("hands-off:" + guest, guest, account)));
    }

    @ParameterizedTest
    @MethodSource("everythingThatTakes")
    void aMemberIsLeftAlone(Taking taking) {
        refused(taking, new ObjectId(Seeds.BEN_ORTIZ_ID), "not-a-guest");
    }

    @ParameterizedTest
    @MethodSource("everythingThatTakes")
    void aGuestWhoBecameAMemberIsLeftAlone(Taking taking) {
        ObjectId account = tenant.guest(List.of());
        change(account, Map.of("userType", "Member"));

        refused(taking, account, "not-a-guest");
    }

    @ParameterizedTest
    @MethodSource("everythingThatTakes")
    void aHolderOfADirectoryRoleIsLeftAlone(Taking taking) {
        ObjectId account = tenant.guest(List.of());
        change(account, Map.of("directoryRoles", List.of("User Administrator")));

        refused(taking, account, "holds-directory-role");
    }

    @ParameterizedTest
    @MethodSource("everythingThatTakes")
    void aSynchronizedUserIsLeftAlone(Taking taking) {
        ObjectId account = tenant.guest(List.of());
        change(account, Map.of("onPremisesSyncEnabled", true));

        refused(taking, account, "synchronized");
    }

    @ParameterizedTest
    @MethodSource("everythingThatTakes")
    void aProtectedAccountIsLeftAlone(Taking taking) {
        ObjectId account = tenant.guest(List.of());

        UUID guest = UUID.randomUUID();
        effects.plan(taking.wish().apply(guest, account));
        GatewayNode.protecting(context, account).gateway.runOnce();

        assertThat(effects.of(guest).get(0).code()).isEqualTo("protected");
        nothingWasDoneTo(account);
    }

    private void change(ObjectId account, Map<String, Object> changes) {
        Hospital.Reply reply = hospital.tenant("PATCH", "/_sim/users/" + account, changes);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private void refused(Taking taking, ObjectId account, String code) {
        UUID guest = UUID.randomUUID();
        effects.plan(taking.wish().apply(guest, account));

        GatewayNode.in(context, new GatewayNode.Hook() {}, List.of()).gateway.runOnce();

        Effect effect = effects.of(guest).get(0);
        assertThat(effect.state()).isEqualTo(Effect.State.REFUSED);
        assertThat(effect.code()).isEqualTo(code);
        nothingWasDoneTo(account);
    }

    private void nothingWasDoneTo(ObjectId account) {
        assertThat(tenant.madeTo(account)).isEmpty();
        assertThat(tenant.user(account).path("deleted").asBoolean()).isFalse();
        assertThat(tenant.user(account).path("accountEnabled").asBoolean()).isTrue();
    }
}
