import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validate PDF files with veraPDF: `Validate PROFILES FILE...`, profiles as in "ua1,2a".
 *
 * Prints a line for each file and profile and, below, each broken rule with its first place.
 * Exits 1 when a file breaks a rule.
 */
final class Validate {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean sound = true;
        for (int i = 1; i < arguments.length; i++) {
            for (String profile : arguments[0].split(",")) {
                sound &= validate(new File(arguments[i]), PDFAFlavour.fromString(profile));
            }
        }
        System.exit(sound ? 0 : 1);
    }

    private static boolean validate(File file, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "passes" : "FAILS";
            System.out.printf(
                    "%s: %s %s (%d assertions)%n",
                    file, verdict, flavour.getId(), result.getTotalAssertions());
            Map<String, TestAssertion> broken = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule =
                            assertion.getRuleId().getClause()
                                    + "-"
                                    + assertion.getRuleId().getTestNumber();
                    broken.putIfAbsent(rule, assertion);
                }
            }
            broken.forEach(
                    (rule, assertion) ->
                            System.out.printf(
                                    "  %s %s%n    at %s%n    %s%n",
                                    rule,
                                    assertion.getMessage(),
                                    assertion.getLocation().getContext(),
                                    assertion.getErrorMessage()));
            return result.isCompliant();
        }
    }
}
