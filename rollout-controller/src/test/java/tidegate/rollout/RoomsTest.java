package tidegate.rollout;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class RoomsTest {
    static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages("tidegate");

    @Test
    void plansArePure() {
        noClasses()
                .that()
                .resideInAPackage("tidegate.rollout.plan..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..observe..",
                        "..act..",
                        "..runtime..",
                        "tidegate.kube..",
                        "io.kubernetes..",
                        "org.springframework..",
                        "org.slf4j..",
                        "java.net..",
                        "java.util.concurrent..")
                .because("a decision must replay from its snapshot")
                .check(CODE);
    }

    @Test
    void plansReadNoClock() {
        noClasses()
                .that()
                .resideInAPackage("tidegate.rollout.plan..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .because("time is an argument")
                .check(CODE);
    }

    @Test
    void lookingChangesNothing() {
        noClasses()
                .that()
                .resideInAPackage("tidegate.rollout.observe..")
                .should()
                .dependOnClassesThat(resideInAPackage("tidegate.rollout.act.."))
                .because("looking changes nothing")
                .check(CODE);
    }

    @Test
    void doingDecidesNothing() {
        noClasses()
                .that()
                .resideInAPackage("tidegate.rollout.act..")
                .should()
                .dependOnClassesThat(resideInAPackage("tidegate.rollout.observe.."))
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("RolloutPlanner")
                .because("doing decides nothing")
                .check(CODE);
    }

    @Test
    void observeAndActKnowNoSpring() {
        noClasses()
                .that()
                .resideInAnyPackage("tidegate.rollout.observe..", "tidegate.rollout.act..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.kubernetes..", "io.micrometer..")
                .because("a model of a cluster, and tests, use them without a service around")
                .check(CODE);
    }

    @Test
    void nobodyImportsTheRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("tidegate.rollout.runtime..")
                .should()
                .dependOnClassesThat(resideInAPackage("tidegate.rollout.runtime.."))
                .because("it puts the others together")
                .check(CODE);
    }

    @Test
    void roomsFormNoCycles() {
        slices().matching("tidegate.rollout.(*)..").should().beFreeOfCycles().check(CODE);
        slices().matching("tidegate.rollout.runtime.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CODE);
    }
}
