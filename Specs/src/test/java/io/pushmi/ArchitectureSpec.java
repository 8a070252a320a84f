package io.pushmi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureSpec {
    private static final Set<String> BYSTANDERS = Set.of(HouseRule.BYSTANDER, "package-info");

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void the_house_keeps_its_rules(HouseRule rule) {
        EvaluationResult result = rule.rule().evaluate(rule.holdsFor());
        assertThat(result.hasViolation())
                .as(result.getFailureReport().toString())
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void each_rule_notices_who_breaks_it(HouseRule rule) throws IOException {
        JavaClasses planted = PlantedCode.compile(rule.violations(), folder);
        List<String> noticed = rule.rule().evaluate(planted).getFailureReport().getDetails();
        List<String> breaking = planted.stream()
                .filter(type -> type.isTopLevelClass() && !BYSTANDERS.contains(type.getSimpleName()))
                .map(JavaClass::getName)
                .toList();
        assertThat(breaking)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(noticed)
                        .as("%s breaks the rule", type)
                        .anyMatch(detail -> Pattern.compile("\\b" + Pattern.quote(type) + "\\b")
                                .matcher(detail)
                                .find()));
    }

    static Stream<HouseRule> rules() {
        return Stream.concat(LayoutRules.all(), CodeRules.all());
    }
}
