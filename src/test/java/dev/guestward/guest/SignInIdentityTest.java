package dev.guestward.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.clinic.IdentityKind;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInIdentityTest {

    @ParameterizedTest(name = "{0}: work account {1}, social or passcode {2}, any {3}")
    @CsvSource({
        "WORK_ACCOUNT,      yes,    no,     yes",
        "FEDERATION,        yes,    no,     yes",
        "MICROSOFT_ACCOUNT, no,     yes,    yes",
        "GOOGLE,            no,     yes,    yes",
        "ONE_TIME_PASSCODE, no,     yes,    yes",
        "UNKNOWN,           nobody, nobody, yes"
    })
    void eachIdentityFitsWhatIsExpectedOfTheClinicOrNot(
            SignInIdentity identity, String work, String social, String any) {
        assertThat(said(identity.fits(IdentityKind.WORK_ACCOUNT))).isEqualTo(work);
        assertThat(said(identity.fits(IdentityKind.SOCIAL_OR_PASSCODE))).isEqualTo(social);
        assertThat(said(identity.fits(IdentityKind.ANY))).isEqualTo(any);
    }

    private static String said(Optional<Boolean> fits) {
        return fits.map(yes -> Boolean.TRUE.equals(yes) ? "yes" : "no").orElse("nobody");
    }
}
