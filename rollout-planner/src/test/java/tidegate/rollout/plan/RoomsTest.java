package tidegate.rollout.plan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("tidegate.rollout.plan");

    @Test
    void plansArePure() {
        classes()
                .that()
                .resideInAPackage("tidegate.rollout.plan..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "tidegate.rollout.plan..",
                        "tidegate.api..",
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.regex",
                        "java.util.stream",
                        "java.time..",
                        "org.jspecify..")
                .because("a decision must replay from its snapshot")
                .check(CODE);
    }

    @Test
    void nobodyReadsTheClockOrRollsDice() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .because("now is an argument: waits must be testable, and plans must replay")
                .check(CODE);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("tidegate.rollout.plan.(*)..")
                .should()
                .beFreeOfCycles()
                .because("names tell where a bug lives only while each room stands alone")
                .check(CODE);
    }

    @Test
    void roomsDoNotKnowTheHouse() {
        noClasses()
                .that()
                .resideInAnyPackage("tidegate.rollout.plan.*..")
                .and()
                .resideOutsideOfPackage("tidegate.rollout.plan")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tidegate.rollout.plan")
                .because("rooms decide; only the assembly knows snapshots and plans")
                .check(CODE);
    }
}
