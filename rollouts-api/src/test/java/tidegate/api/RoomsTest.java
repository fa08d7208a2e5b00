package tidegate.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("tidegate.api");

    @Test
    void theApiNeedsNothingButTheJdkAndJackson() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("tidegate.api..", "java..", "tools.jackson..", "org.jspecify..")
                .because("planner, command line and playground all stand on it")
                .check(CODE);
    }

    @Test
    void onlyTheJsonValueKnowsItsLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("tidegate.api.json..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson..")
                .because("the tree of the library can be changed by whoever holds it, a Json cannot")
                .check(CODE);
    }

    @Test
    void theApiReadsNoClockAndNoNetwork() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.util.concurrent..")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Instant.class, "now", Clock.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("values are the same whenever they are looked at")
                .check(CODE);
    }

    @Test
    void roomsFormNoCycles() {
        slices().matching("tidegate.api.(*)..").should().beFreeOfCycles().check(CODE);
    }
}
