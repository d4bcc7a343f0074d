package dev.guestward;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Who may use what. */
class ModuleBoundariesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.guestward");

    @Test
    void modulesUseEachOthersPublicFacesOnly() {
        ApplicationModules.of(GuestwardApplication.class).verify();
    }

    @Test
    void onlyWorkflowsAndThePlatformKnowTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..process..", "dev.guestward.platform..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.camunda..")
                .check(CLASSES);
    }

    @Test
    void onlyTheAdapterKnowsGraph() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.guestward.directory.graph..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.microsoft.graph..")
                .check(CLASSES);
    }

    @Test
    void nothingIsEverDeletedForGood() {
        noClasses()
                .should()
                .accessTargetWhere(new DeletesForGood())
                .because("what is deleted must be restorable; only the tenant empties its recycle bin")
                .check(CLASSES);
    }

    @Test
    void timeComesFromTheClock() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.guestward.platform.clock..")
                .should()
                .callMethodWhere(new ReadsTheTime())
                .check(CLASSES);
    }

    private static class DeletesForGood extends DescribedPredicate<JavaAccess<?>> {
        DeletesForGood() {
            super("delete from the tenant's recycle bin");
        }

        @Override
        public boolean test(JavaAccess<?> access) {
            String owner = access.getTargetOwner().getFullName();
            String method = access.getName().toLowerCase(Locale.ROOT);
            return method.equals("permanentdelete")
                    || (owner.startsWith("com.microsoft.graph.directory.deleteditems.") && method.contains("delete"));
        }
    }

    private static class ReadsTheTime extends DescribedPredicate<JavaCall<?>> {
        private static final Set<String> CLOCKS = Set.of(
                "java.lang.System.currentTimeMillis()",
                "java.time.Clock.systemUTC()",
                "java.time.Clock.systemDefaultZone()",
                "java.util.Date.<init>()",
                "java.util.Calendar.getInstance()",
                "org.camunda.bpm.engine.impl.util.ClockUtil.getCurrentTime()");

        ReadsTheTime() {
            super("read the time past the injected clock");
        }

        @Override
        public boolean test(JavaCall<?> call) {
            String name = call.getTarget().getFullName();
            return CLOCKS.contains(name) || name.matches("java\\.time\\.\\w+\\.now\\((java\\.time\\.ZoneId)?\\)");
        }
    }
}
