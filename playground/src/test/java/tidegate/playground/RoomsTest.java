package tidegate.playground;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("tidegate.playground");

    @Test
    void thePlaygroundSharesNothingButJsonWithTheProduct() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "tidegate.kube..",
                        "tidegate.rollout..",
                        "tidegate.cli..",
                        "tidegate.simulator..",
                        "tidegate.api.rollout..",
                        "tidegate.api.hash..",
                        "tidegate.api.validation..")
                .because("a bug in both would hide itself")
                .check(CODE);
    }

    @Test
    void roomsDoNotDependOnEachOtherInACircle() {
        slices().matching("tidegate.playground.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a room is understood by itself")
                .check(CODE);
    }

    @Test
    void whatDecidesIsPure() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Script")
                .or()
                .haveSimpleName("PodPlay")
                .or()
                .haveSimpleName("ContainerPlay")
                .or()
                .haveSimpleName("PodReport")
                .or()
                .haveSimpleName("DeletionOrder")
                .or()
                .haveSimpleName("ReplicaSetStatus")
                .or()
                .haveSimpleName("DeploymentStatus")
                .or()
                .haveSimpleName("RollingScale")
                .or()
                .haveSimpleName("DisruptionStatus")
                .or()
                .haveSimpleName("SliceLayout")
                .or()
                .haveSimpleName("Destinations")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("java.net..", "java.util.concurrent..", "org.slf4j..")
                .because("they are tested without an API and a clock")
                .check(CODE);
    }
}
