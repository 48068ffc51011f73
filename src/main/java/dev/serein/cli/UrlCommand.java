package dev.serein.cli;

import dev.serein.DatabaseOptions;
import dev.serein.InvalidConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
        name = "url",
        description = {
            "Shows where application and migrations connect, and who said what.",
            "Connects to nothing, and shows no secret."
        },
        footer = {"  serein url", "  serein url --json"})
final class UrlCommand extends Subcommand {
    @Override
    Answer answer(Main serein) {
        DatabaseOptions options = serein.database();
        Map<String, Object> data = new LinkedHashMap<>();
        List<String> texts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Map<String, DatabaseOptions> both = new LinkedHashMap<>();
        both.put("application", options);
        both.put("migrations", options.direct());
        both.forEach((whose, each) -> {
            try {
                data.put(whose, Answer.data("settings", settings(each)));
                texts.add("Of the " + whose + ":\n" + each.describe().stripTrailing());
            } catch (InvalidConfiguration e) {
                data.put(whose, Answer.data("error", Answer.error(e)));
                problems.add("Of the " + whose + ": " + e.getMessage());
            }
        });
        return new Answer(
                problems.isEmpty() ? Answer.FINE : Answer.COULD_NOT_RUN,
                data,
                String.join("\n\n", texts),
                String.join("\n", problems));
    }

    private static List<Map<String, Object>> settings(DatabaseOptions options) {
        return options.effective().stream()
                .map(each -> Answer.data("name", each.name(), "value", each.value(), "origin", each.origin()))
                .toList();
    }
}
