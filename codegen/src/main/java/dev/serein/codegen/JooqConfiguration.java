package dev.serein.codegen;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.OnError;
import org.jooq.util.jaxb.tools.MiniJAXB;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * jOOQ's configuration: our defaults, what the request says, and over both the user's own {@code <generator>} element.
 * They are merged as XML, because jOOQ's configuration objects cannot tell a setting that was left out from its
 * default.
 */
final class JooqConfiguration {
    private static final String DEFAULTS = """
            <generator>
              <name>dev.serein.codegen.SereinGenerator</name>
              <strategy>
                <name>dev.serein.codegen.SereinStrategy</name>
              </strategy>
              <database>
                <name>org.jooq.meta.postgres.PostgresDatabase</name>
                <excludes>%s</excludes>
                <includes>%s</includes>
                <schemata>%s</schemata>
                <forcedTypes>%s</forcedTypes>
              </database>
              <generate>
                <generatedAnnotation>false</generatedAnnotation>
                <jooqVersionReference>true</jooqVersionReference>
                <fluentSetters>true</fluentSetters>
                <daos>false</daos>
                <pojos>false</pojos>
                <sources>false</sources>
                <deprecationOnUnknownTypes>false</deprecationOnUnknownTypes>
              </generate>
              <target>
                <packageName>%s</packageName>
                <directory>%s</directory>
                <encoding>UTF-8</encoding>
                <locale>en</locale>
                <clean>true</clean>
              </target>
            </generator>
            """;

    private JooqConfiguration() {}

    static Configuration of(GenerationRequest request) {
        StringBuilder schemata = new StringBuilder();
        for (String schema : request.schemas()) {
            schemata.append("<schema><inputSchema>").append(escaped(schema)).append("</inputSchema></schema>");
        }
        Document merged = UserSettings.parse(DEFAULTS.formatted(
                escaped(any(request.excludes())),
                escaped(request.includes().isEmpty() ? ".*" : any(request.includes())),
                schemata,
                ExtensionTypes.forcedTypes(),
                escaped(request.packageName()),
                escaped(request.output().toString())));
        if (!request.jooq().isBlank()) {
            merge(merged.getDocumentElement(), UserSettings.read(request.jooq()));
        }
        String generator = write(merged);
        UserSettings.requireKnown(generator);
        Configuration configuration =
                MiniJAXB.unmarshal("<configuration>" + generator + "</configuration>", Configuration.class);
        configuration
                .getGenerator()
                .getDatabase()
                .getProperties()
                .addAll(request.managed().properties());
        return configuration.withLogging(Logging.WARN).withOnError(OnError.FAIL);
    }

    private static String any(List<String> patterns) {
        return String.join("|", patterns);
    }

    /**
     * Element by element: a leaf or a list of the user's goes before ours, a branch is merged, what only he has is
     * added. Two lists of his own stay two.
     */
    private static void merge(Element ours, Element users) {
        List<Element> defaults = children(ours);
        for (Element wanted : children(users)) {
            Element present = children(ours).stream()
                    .filter(child -> child.getNodeName().equals(wanted.getNodeName()))
                    .findFirst()
                    .orElse(null);
            Node copy = ours.getOwnerDocument().importNode(wanted, true);
            if (present != null && wanted.getNodeName().equals("forcedTypes") && defaults.contains(present)) {
                // the first that fits counts
                Node firstOfOurs = present.getFirstChild();
                children((Element) copy).forEach(type -> present.insertBefore(type, firstOfOurs));
            } else if (present == null || isBranch(wanted) && !defaults.contains(present)) {
                ours.appendChild(copy);
            } else if (isBranch(present) && isBranch(wanted)) {
                merge(present, wanted);
            } else {
                ours.replaceChild(copy, present);
            }
        }
    }

    private static boolean isBranch(Element element) {
        return !children(element).isEmpty() && !element.getNodeName().equals("schemata");
    }

    private static List<Element> children(Element element) {
        var children = new ArrayList<Element>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private static String write(Document document) {
        try {
            StringWriter text = new StringWriter();
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.transform(new DOMSource(document), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
