package dev.serein.lint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with arguments, without quoting what may be a URL or a password. */
final class WrongUsage {
    private static final Pattern OPTION = Pattern.compile("(--[a-z][a-z-]*)(=.*)?", Pattern.DOTALL);

    private WrongUsage() {}

    /** One line. */
    static String of(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            Matcher option = OPTION.matcher(unmatched.getUnmatched().get(0));
            return option.matches() ? "There is no option " + option.group(1) : "There is an argument too many";
        }
        if (wrong instanceof MissingParameterException missing) {
            return "There is no value of "
                    + missing.getMissing().stream().map(WrongUsage::shown).collect(Collectors.joining(", nor of "));
        }
        if (wrong instanceof OverwrittenOptionException twice) {
            return shown(twice.getOverwritten()) + " is said twice";
        }
        ArgSpec argument = wrong.getArgSpec();
        return (argument == null ? "An argument" : shown(argument)) + " cannot be used";
    }

    private static String shown(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
