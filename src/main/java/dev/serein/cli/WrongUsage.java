package dev.serein.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with arguments, without quoting what may be a URL or a password. */
final class WrongUsage {
    private static final Pattern OPTION = Pattern.compile("(--[a-z][a-z-]*)(=.*)?", Pattern.DOTALL);

    private WrongUsage() {}

    /** Says why, without quoting it. */
    static final class Refused extends TypeConversionException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /** One line. */
    static String of(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (wrong instanceof MissingParameterException missing) {
            return "There is no "
                    + missing.getMissing().stream()
                            .map(each -> (each.isOption() ? "value of " : "") + shown(each))
                            .collect(Collectors.joining(", no "));
        }
        if (wrong instanceof OverwrittenOptionException twice) {
            return shown(twice.getOverwritten()) + " is said twice";
        }
        ArgSpec argument = wrong.getArgSpec();
        if (argument == null) {
            return "There is no command";
        }
        return shown(argument) + " cannot be used: " + why(wrong, argument);
    }

    /** What picocli's converters say quotes the value. */
    private static String why(ParameterException wrong, ArgSpec argument) {
        if (wrong.getCause() instanceof Refused ours) {
            return String.valueOf(ours.getMessage());
        }
        return argument.paramLabel().isEmpty() ? "it takes no value" : "it is no " + argument.paramLabel();
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        List<String> known = wrong.getSuggestions();
        String suggestion = known.isEmpty() ? "" : "; there is " + String.join(", ", known);
        Matcher option = OPTION.matcher(wrong.getUnmatched().get(0));
        if (option.matches()) {
            return "There is no option " + option.group(1) + suggestion;
        }
        boolean command = !wrong.getCommandLine().getSubcommands().isEmpty();
        return (command ? "There is no such command" : "There is an argument too many") + suggestion;
    }

    private static String shown(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
