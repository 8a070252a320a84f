package io.pushmi;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * A rule of the house.
 *
 * @param sentence the rule in words
 * @param rule the rule as it is checked
 * @param holdsFor where it is checked
 * @param violations source files that break it, all but those that define {@link #BYSTANDER}
 */
record HouseRule(String sentence, ArchRule rule, JavaClasses holdsFor, List<String> violations) {
    /** The name of types that break no rule, but are needed by those that do. */
    static final String BYSTANDER = "Seen";

    private static final JavaClasses EVERYWHERE = new ClassFileImporter().importPackages("io.pushmi");
    private static final JavaClasses PRODUCT =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages("io.pushmi");

    /** Holds for what is shipped. */
    static HouseRule inProduct(String sentence, ArchRule rule, List<String> violations) {
        return new HouseRule(sentence, rule, PRODUCT, violations);
    }

    /** Holds for the specifications too. */
    static HouseRule everywhere(String sentence, ArchRule rule, List<String> violations) {
        return new HouseRule(sentence, rule, EVERYWHERE, violations);
    }

    @Override
    public String toString() {
        return sentence;
    }
}
